import { expect, test } from 'vitest';
import type { Item } from '../api/types.ts';
import { emptyForm, formOf, itemDifferences, readItemForm } from './item-form.ts';

const item: Item = {
  id: 'i',
  version: 3,
  name: 'Mug',
  description: 'Holds tea.',
  priceMinor: 1450,
  currency: 'USD',
  availableStock: 5,
  onReorder: false,
  brand: { id: 'b', name: 'Night Watch' },
  type: { id: 't', name: 'Mug' },
  pictureUrl: null,
};
const facts = { name: 'Mug', description: 'Holds tea.', brandId: 'b', typeId: 't', priceMinor: 1450 };
const nameOf = { brand: (id: string) => (id === 'b' ? 'Night Watch' : 'Kittiwake'), type: () => 'Mug' };

test('an item shown in the form is read back as it was', () => {
  expect(readItemForm(formOf(item), 'USD')).toEqual({ facts });
});

test('everything that is missing is said at once', () => {
  const read = readItemForm({ ...emptyForm, price: 'free' }, 'USD');
  expect('errors' in read && Object.keys(read.errors)).toEqual(['name', 'description', 'brandId', 'typeId', 'price']);
});

test('nothing is sold for nothing', () => {
  expect(readItemForm({ ...formOf(item), price: '0.00' }, 'USD')).toMatchObject({
    errors: { price: expect.any(String) },
  });
});

test('only what two people have set differently is a difference', () => {
  expect(itemDifferences(facts, item, nameOf)).toEqual([]);
  const mine = { ...facts, brandId: 'k', priceMinor: 1500 };
  expect(itemDifferences(mine, item, nameOf).map(({ mine, theirs }) => [mine, theirs])).toEqual([
    ['Kittiwake', 'Night Watch'],
    ['$15.00', '$14.50'],
  ]);
});
