import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forSale, type Item, learn } from './item.ts';

const changed = (version: number): Item => ({
  facts: { version, name: `Pin ${version}`, priceMinor: 100 + version, currency: 'USD' },
});
const deleted = (version: number): Item => ({ deletedVersion: version });

const known = (told: readonly Item[]): Item =>
  told.reduce<Item>((item, event) => learn(item, event) ?? item, learn(undefined, told[0] ?? {}) ?? {});

test('what is known depends on the versions told, not on their order or repetition', () => {
  const version = fc.integer({ min: 1, max: 6 });
  const told = fc.array(fc.oneof(version.map(changed), version.map(deleted)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(told, fc.infiniteStream(fc.nat()), (events, order) => {
      const shuffled = [...events, ...events]
        .map((event) => ({ event, rank: order.next().value ?? 0 }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ event }) => event);
      expect(known(shuffled)).toEqual(known(events));
    }),
  );
});

test('what says nothing new is not written', () => {
  expect(learn(changed(2), changed(2))).toBeUndefined();
  expect(learn(changed(2), changed(1))).toBeUndefined();
  expect(learn(deleted(2), deleted(2))).toBeUndefined();
});

test('a deleted item is not for sale, whichever event came first, but its name is kept', () => {
  const gone = known([deleted(3), changed(2)]);
  expect(forSale(gone)).toBeUndefined();
  expect(gone.facts?.name).toBe('Pin 2');
  expect(forSale(known([changed(3), deleted(3)]))).toBeUndefined();
  expect(forSale(known([changed(4), deleted(3)]))?.version).toBe(4);
});
