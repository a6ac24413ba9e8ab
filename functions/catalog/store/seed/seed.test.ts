/** The seed is data that ships: these tests keep it loadable, so that a first start never fails on it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const folder = import.meta.dirname;
const name = z.string().trim().min(1).max(50);
const stock = z.int().min(0);

const Item = z.strictObject({
  id: z.uuidv7().lowercase(),
  name,
  description: z.string().min(40).max(400),
  brandId: z.uuidv7(),
  typeId: z.uuidv7(),
  priceMinor: z.int().positive(),
  availableStock: stock,
  restockThreshold: stock,
  maxStock: stock,
  picture: z.string().regex(/^[a-z-]+\.webp$/),
});
const Named = z.strictObject({ id: z.uuidv7().lowercase(), name });
const Seed = z.strictObject({
  currency: z.literal('USD'),
  brands: z.array(Named).min(2),
  types: z.array(Named).min(3),
  items: z.array(Item).min(12),
});

const seed = Seed.parse(JSON.parse(readFileSync(join(folder, 'catalog.json'), 'utf8')));
const { brands, types, items } = seed;
const picturesOnDisk = readdirSync(join(folder, 'pictures')).filter((file) => file.endsWith('.webp'));

test.each([
  ['brands', brands],
  ['types', types],
  ['items', items],
])('ids of %s are unique and sort into the order of the list', (_, entries) => {
  const ids = entries.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test('names are unique within brands, types and items', () => {
  for (const entries of [brands, types, items]) {
    expect(new Set(entries.map(({ name }) => name.toLowerCase())).size).toBe(entries.length);
  }
});

test('every item refers to a brand and a type of the seed, and none of these is left without items', () => {
  expect(new Set(items.map(({ brandId }) => brandId))).toEqual(new Set(brands.map(({ id }) => id)));
  expect(new Set(items.map(({ typeId }) => typeId))).toEqual(new Set(types.map(({ id }) => id)));
});

test.each(items)('stock of $name fits between nothing and its maximum, with room to restock', (item) => {
  expect(item.availableStock).toBeLessThanOrEqual(item.maxStock);
  expect(item.restockThreshold).toBeLessThan(item.maxStock);
});

test('one item is sold out, one has three left and one has eight, so that stock can be seen to run out', () => {
  const scarce = items.map(({ availableStock }) => availableStock).filter((stock) => stock < 11);
  expect(scarce.sort((a, b) => a - b)).toEqual([0, 3, 8]);
});

test('every picture belongs to exactly one item', () => {
  expect(items.map(({ picture }) => picture).sort()).toEqual(picturesOnDisk.sort());
});

test.each(picturesOnDisk)('%s is a WebP image of at most 60 KB', (file) => {
  const bytes = readFileSync(join(folder, 'pictures', file));
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  expect(bytes.toString('latin1', 8, 12)).toBe('WEBP');
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  expect(bytes.length).toBeLessThanOrEqual(60 * 1024);
});
