import { expect, test } from 'vitest';
import { Address, lineOfText, linesOfText, NewAddress } from './values.ts';

const address = { name: 'Alice Lind', street: 'Quay 1', city: 'Bergen', postalCode: '5003', country: 'Norway' };

test.each(['Ærøskøbing', '東京', 'Zoë 👩‍👩‍👧', 'O’Neill & Sons', '  Quay 1  '])('"%s" is a line of text', (text) => {
  expect(lineOfText(40).parse(text)).toBe(text.trim());
});

test.each(['', '   ', 'a\nb', 'a\u2028b', 'a\tb', 'a\u0000b', 'a\u001b[2Jb', 'a\u0085b', 'a\ud800b', 'x'.repeat(41)])(
  '%j is no line of text',
  (text) => {
    expect(lineOfText(40).safeParse(text).success).toBe(false);
  },
);

test('lines of text hold line breaks and tabs, and no other control characters', () => {
  expect(linesOfText(40).parse('one\r\n\ttwo')).toBe('one\r\n\ttwo');
  expect(linesOfText(40).safeParse('one\u0000two').success).toBe(false);
});

test('what is wrong with a typed address is said of its field', () => {
  const wrong = NewAddress.safeParse({ ...address, city: 'Ber\u0007gen', planet: 'Earth' });
  expect(wrong.error?.issues).toMatchObject([
    { path: ['city'], message: 'must not contain line breaks or control characters' },
    { code: 'unrecognized_keys', keys: ['planet'] },
  ]);
});

test('an address that was taken by another version is still read', () => {
  expect(Address.parse({ ...address, city: 'Ber\u0007gen', planet: 'Earth' })).toEqual({
    ...address,
    city: 'Ber\u0007gen',
  });
});
