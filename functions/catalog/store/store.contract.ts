/** What the catalog's SQL store does, whichever database it is on. */
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { Item } from '../domain/item.ts';
import { answersContract } from './answers.contract.ts';
import { openBrandsAndTypes } from './brands-and-types.ts';
import { assortmentContract } from './items.contract.ts';
import { openItems } from './items.ts';
import { openOutbox } from './outbox.ts';
import type { CatalogTables } from './schema.ts';
import { openStock } from './stock.ts';
import { stockLevelsContract } from './stock-levels.contract.ts';

type Open = () => Promise<Kysely<CatalogTables>>;

const everything = { pageIndex: 0, pageSize: 1000 };
const order = (number: number): string => `0194ffff-0000-7000-8000-${String(number).padStart(12, '0')}`;

const firstItem = async (database: Kysely<CatalogTables>): Promise<Item> => {
  const { items } = await openItems(database).list({}, { pageIndex: 0, pageSize: 1 });
  return items[0] as Item;
};

const setStock = (database: Kysely<CatalogTables>, itemId: string, available_stock: number) =>
  database.updateTable('items').set({ available_stock }).where('id', '=', itemId).execute();

const stockOf = async (database: Kysely<CatalogTables>, itemId: string) =>
  (await openItems(database).get(itemId))?.availableStock;

const itemsContract = (open: Open): void => {
  test('pages hold every item once, in the order of the names, and know the total', async () => {
    const { list } = openItems(await open());
    const all = await list({}, everything);
    const pages = await Promise.all([0, 1, 2, 3, 4, 5].map((pageIndex) => list({}, { pageIndex, pageSize: 3 })));
    expect(pages.flatMap(({ items }) => items)).toEqual(all.items.slice(0, 18));
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => all.items.length));
    expect(all.items.map(({ name }) => name)).toEqual(all.items.map(({ name }) => name).sort());
  });

  test('a filter by brand and type leaves what has both', async () => {
    const { list } = openItems(await open());
    const [{ brandId, typeId }] = (await list({}, everything)).items as [Item];
    const { items, total } = await list({ brandId, typeId }, everything);
    expect(total).toBe(items.length);
    expect(items.length).toBeGreaterThan(0);
    expect(items.every((item) => item.brandId === brandId && item.typeId === typeId)).toBe(true);
    expect((await list({ brandId: order(1) }, everything)).total).toBe(0);
  });

  test('an item is found by its id, and what is not there is not', async () => {
    const database = await open();
    const item = await firstItem(database);
    const { get, names } = openItems(database);
    expect(await get(item.id)).toEqual(item);
    expect(await get(order(1))).toBeUndefined();
    expect(await names([item.id, order(1)])).toEqual(new Map([[item.id, item.name]]));
  });

  test('brands and types come in the order of their names', async () => {
    const { brands, types } = openBrandsAndTypes(await open());
    for (const named of [await brands.list(), await types.list()])
      expect(named.map(({ name }) => name)).toEqual(named.map(({ name }) => name).sort());
  });

  test('a picture is the bytes that were put', async () => {
    const database = await open();
    const bytes = Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251);
    await database.insertInto('pictures').values({ id: 'aB-_1', content_type: 'image/png', bytes }).execute();
    const { picture } = openItems(database);
    const found = await picture('aB-_1');
    expect(found?.contentType).toBe('image/png');
    expect(Buffer.compare(found?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
    expect(await picture('Ab-_1'), 'ids differ in case').toBeUndefined();
  });

  test('text of any script survives, also quotes and what looks like SQL', async () => {
    const database = await open();
    const item = await firstItem(database);
    const name = `Ключ ☂ 灯台 🦀 O'Brien "x" [y] %_`;
    const description = `${'ä'.repeat(900)}'; drop table items; --`;
    const changed = await openItems(database).change(item, { ...item, name, description });
    expect(changed).toMatchObject({ name, description });
    expect(await openItems(database).get(item.id)).toMatchObject({ name, description, version: item.version + 1 });
  });

  test('a change names the version that it saw, and tells of itself through the outbox', async () => {
    const database = await open();
    const item = await firstItem(database);
    const { change } = openItems(database);
    const before = await openOutbox(database).oldest(1000);
    expect(await change(item, { ...item, priceMinor: 1 }, '00-trace')).toMatchObject({
      priceMinor: 1,
    });
    expect(await change(item, { ...item, priceMinor: 2 })).toBe('item-changed');
    expect(await change({ id: order(1), version: 1 }, item)).toBe('item-not-found');
    expect(await change({ ...item, version: item.version + 1 }, { ...item, brandId: order(1) })).toBe(
      'unknown-brand-or-type',
    );
    const told = (await openOutbox(database).oldest(1000)).slice(before.length);
    expect(told.map(({ message, traceparent }) => [JSON.parse(message).data.priceMinor, traceparent])).toEqual([
      [1, '00-trace'],
    ]);
  });

  test('of ten changes of one version one is made', async () => {
    const database = await open();
    const item = await firstItem(database);
    const { change } = openItems(database);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, priceMinor) => change(item, { ...item, priceMinor })),
    );
    expect(outcomes.filter((outcome) => outcome !== 'item-changed')).toHaveLength(1);
  });
};

const stockContract = (open: Open): void => {
  test('stock is reserved, sold and released once, however often it is asked', async () => {
    const database = await open();
    const { id: itemId } = await firstItem(database);
    await setStock(database, itemId, 5);
    const { reserve, sell, release } = openStock(database);
    const lines = [{ itemId, quantity: 3 }];
    for (const _ of [1, 2]) expect(await reserve(order(1), lines)).toEqual({ status: 'reserved', lines });
    expect(await stockOf(database, itemId)).toBe(2);
    for (const _ of [1, 2]) expect(await sell(order(1))).toMatchObject({ status: 'sold' });
    expect(await stockOf(database, itemId)).toBe(2);
    for (const _ of [1, 2]) expect(await release(order(1))).toMatchObject({ status: 'released' });
    expect(await stockOf(database, itemId)).toBe(5);
  });

  test('a release before its reserve leaves nothing reserved', async () => {
    const database = await open();
    const { id: itemId } = await firstItem(database);
    await setStock(database, itemId, 5);
    const { reserve, release } = openStock(database);
    expect(await release(order(1))).toMatchObject({ status: 'released' });
    expect(await reserve(order(1), [{ itemId, quantity: 1 }])).toMatchObject({ status: 'released' });
    expect(await stockOf(database, itemId)).toBe(5);
  });

  test('of fifty orders that race for the last unit one gets it', async () => {
    const database = await open();
    const { id: itemId } = await firstItem(database);
    await setStock(database, itemId, 1);
    const { reserve } = openStock(database);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, number) => reserve(order(number), [{ itemId, quantity: 1 }])),
    );
    expect(outcomes.filter((outcome) => outcome?.status === 'reserved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome?.status === 'rejected')).toHaveLength(49);
    expect(await stockOf(database, itemId)).toBe(0);
  });

  test('one order that asks twenty times at once takes its units once', async () => {
    const database = await open();
    const { items } = await openItems(database).list({}, { pageIndex: 0, pageSize: 2 });
    for (const { id } of items) await setStock(database, id, 100);
    const { reserve } = openStock(database);
    const lines = items.map(({ id }) => ({ itemId: id, quantity: 2 }));
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => reserve(order(7), lines)));
    expect(new Set(outcomes.map((outcome) => outcome?.status))).toEqual(new Set(['reserved']));
    expect(await Promise.all(items.map(({ id }) => stockOf(database, id)))).toEqual([98, 98]);
  });
};

const outboxContract = (open: Open): void => {
  test('messages wait in the order in which they were written until they are removed', async () => {
    const outbox = openOutbox(await open());
    const waiting = await outbox.oldest(1000);
    const [first, second] = waiting;
    expect(waiting.map(({ id }) => id)).toEqual(waiting.map(({ id }) => id).sort());
    expect(await outbox.oldest(1)).toEqual([first]);
    await outbox.remove(first?.id ?? '');
    expect(await outbox.oldest(1)).toEqual([second]);
  });
};

export const catalogStoreContract = (open: Open): void => {
  itemsContract(open);
  stockContract(open);
  outboxContract(open);
  assortmentContract(open);
  stockLevelsContract(open);
  answersContract(open);
};
