import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchText, searchWords } from './search.ts';

const finds = (words: string, name: string, description = ''): boolean =>
  searchWords(words).every((word) => searchText({ name, description }).includes(word));

test.each([
  ['case', 'MUG', 'Cold Start Mug'],
  ['accents', 'creme BRÛLÉE', 'Crème brulee mug'],
  ['the case of other scripts', 'КЛЮЧ', 'ключ'],
  ['full-width letters', 'ＭＵＧ', 'Mug'],
  ['the order of the words and the space between them', '  start   cold ', 'Cold Start'],
  ['parts of words', 'light', 'Lighthouse'],
])('%s does not matter', (_, words, name) => {
  expect(finds(words, name)).toBe(true);
});

test('every word must be there, in the name or in the description', () => {
  expect(finds('mug penguin', 'Mug', 'With a penguin')).toBe(true);
  expect(finds('mug walrus', 'Mug', 'With a penguin')).toBe(false);
});

test('spaces alone are no words', () => {
  expect(searchWords(' \t\n ')).toEqual([]);
});

test('every item is found by its own name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(finds(name, name)).toBe(true);
    }),
  );
});
