/** What the catalog's SQL store does with its assortment, whichever database it is on. */
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { Outgoing } from '../../../shared/messaging/publish.ts';
import type { Item, NewItem } from '../domain/item.ts';
import { openBrandsAndTypes } from './brands-and-types.ts';
import type { Filter, Sort } from './find-items.ts';
import { openItems } from './items.ts';
import { openOutbox } from './outbox.ts';
import type { CatalogTables } from './schema.ts';
import { openStock } from './stock.ts';

type Database = Kysely<CatalogTables>;

const id = (number: number): string => `019fffff-0000-7000-8000-${String(number).padStart(12, '0')}`;
const bytes = (text: string) => ({ contentType: 'image/png', bytes: Buffer.from(text) });

/** A store with the items of the shop, and what a test needs to add its own. */
const openShelf = async (open: () => Promise<Database>) => {
  const database = await open();
  const items = openItems(database);
  const { items: present } = await items.list({}, { pageIndex: 0, pageSize: 1000 });
  const [{ brandId, typeId }] = present as [Item];
  let count = 0;
  const create = async (facts: Partial<NewItem> = {}, command = `create-${count}`): Promise<Item> => {
    count += 1;
    const level = { availableStock: 5, restockThreshold: 2, maxStock: 10 };
    const item = { id: id(count), name: `New ${count}`, description: 'new', brandId, typeId, priceMinor: 100 };
    return (await items.create({ ...item, ...level, ...facts }, { command })) as Item;
  };
  const find = async (filter: Filter, sort?: Sort): Promise<string[]> => {
    const found = await items.list(filter, { pageIndex: 0, pageSize: 100, ...(sort && { sort }) });
    expect(found.total).toBe(found.items.length);
    return found.items.map(({ name }) => name);
  };
  const told = async () => {
    const rows = await openOutbox(database).oldest(1000);
    return rows.map(({ message }) => JSON.parse(message) as Outgoing);
  };
  return { database, items, present, create, find, told };
};

const listing = (open: () => Promise<Database>): void => {
  test('a search finds the items that have every word, in name or description, whatever the case', async () => {
    const { create, find } = await openShelf(open);
    await create({ name: 'Walrus Mug', description: 'Holds 350 ml of CAFÉ.' });
    await create({ name: 'Walrus Pin', description: 'Holds nothing.' });
    expect(await find({ search: 'walrus' })).toEqual(['Walrus Mug', 'Walrus Pin']);
    expect(await find({ search: '  cafe WALRUS ' })).toEqual(['Walrus Mug']);
    expect(await find({ search: 'walrus zeppelin' })).toEqual([]);
  });

  test('what databases take for wildcards or for quotes stands for itself in a search', async () => {
    const { create, find } = await openShelf(open);
    const odd = ['100% wool', '[tag]', 'back\\slash', 'caret^', "O'Brien's", 'snake_case'];
    const ids: string[] = [];
    for (const name of odd) ids.push((await create({ name })).id);
    for (const search of ['%', '_', '\\', "'", '[', '^', '100%', 'e_c', 'k\\s', "n's", '[tag]'])
      expect(await find({ search, ids })).toEqual(odd.filter((name) => name.includes(search)));
    expect(await find({ search: '1%wool' })).toEqual([]);
    expect(await find({ search: '[a-z]' })).toEqual([]);
    expect(await find({ search: "'; drop table items; --" })).toEqual([]);
  });

  test('a changed item is found by its new words only', async () => {
    const { items, create, find } = await openShelf(open);
    const item = await create({ name: 'Walrus' });
    await items.change(item, { ...item, name: 'Otter' });
    expect([await find({ search: 'walrus' }), await find({ search: 'otter' })]).toEqual([[], ['Otter']]);
  });

  test('items come in the order asked for, those of one price in the order of their names', async () => {
    const { create, find, present } = await openShelf(open);
    const brandId = present[0]?.brandId;
    await create({ name: 'b', priceMinor: 2, description: 'sorted' });
    await create({ name: 'C', priceMinor: 1, description: 'sorted' });
    await create({ name: 'a', priceMinor: 2, description: 'sorted' });
    const order = (sort: Sort) => find({ search: 'sorted', brandId }, sort);
    expect(await order('name')).toEqual(['a', 'b', 'C']);
    expect(await order('price')).toEqual(['C', 'a', 'b']);
    expect(await order('-price')).toEqual(['a', 'b', 'C']);
    expect(await order('newest')).toEqual(['a', 'C', 'b']);
  });

  test('items are found by their ids, unknown ones left out, and only those in stock if asked', async () => {
    const { create, find } = await openShelf(open);
    const [there, soldOut] = [await create(), await create({ availableStock: 0 })];
    const ids = [there.id, soldOut.id, id(999)];
    expect(await find({ ids })).toEqual([there.name, soldOut.name]);
    expect(await find({ ids, inStock: true })).toEqual([there.name]);
    expect(await find({ ids, inStock: false })).toEqual([there.name, soldOut.name]);
  });
};

const changing = (open: () => Promise<Database>): void => {
  test('an item that is created twice under one command is one item, told of once', async () => {
    const { items, create, told } = await openShelf(open);
    const before = (await told()).length;
    const first = await create({}, 'once');
    expect(await create({}, 'once')).toEqual(first);
    expect(await items.get(first.id)).toEqual(first);
    expect((await told()).slice(before)).toMatchObject([
      { type: 'ItemChanged', data: { itemId: first.id, version: 1 } },
    ]);
  });

  test('an item of a brand that does not exist is not created, and the command may be repeated with another', async () => {
    const { items, create } = await openShelf(open);
    expect(await create({ brandId: id(999) }, 'again')).toBe('unknown-brand-or-type');
    expect(await items.get(id(1))).toBeUndefined();
    expect(await create({}, 'again')).toMatchObject({ id: id(2) });
  });

  test('a deleted item is gone from the shop, but its name stays, and so does the stock that orders hold', async () => {
    const { database, items, create, find, told } = await openShelf(open);
    const stock = openStock(database);
    const item = await create();
    const order = (number: number) => ({ orderId: id(500 + number), lines: [{ itemId: item.id, quantity: 2 }] });
    await stock.reserve(order(1).orderId, order(1).lines);
    expect(await items.remove({ id: item.id, version: 7 }, '2026-11-22T17:30:00.000Z')).toBe('item-changed');
    expect(await items.remove(item, '2026-11-22T17:30:00.000Z')).toMatchObject({ version: 2 });
    expect((await told()).at(-1)).toMatchObject({ type: 'ItemDeleted', data: { itemId: item.id, version: 2 } });
    expect(await items.get(item.id)).toBeUndefined();
    expect(await find({ ids: [item.id] })).toEqual([]);
    expect(await items.change({ id: item.id, version: 2 }, item)).toBe('item-not-found');
    expect(await items.remove({ id: item.id, version: 2 }, '2026-11-22T17:30:00.000Z')).toBe('item-not-found');
    expect(await items.names([item.id])).toEqual(new Map([[item.id, item.name]]));
    expect(await stock.reserve(order(2).orderId, order(2).lines)).toMatchObject({ status: 'reserved' });
    expect(await stock.reserve(order(3).orderId, order(3).lines)).toMatchObject({ missing: [{ available: 1 }] });
    expect(await stock.release(order(1).orderId)).toMatchObject({ status: 'released', lines: order(1).lines });
    expect(await stock.sell(order(2).orderId)).toMatchObject({ status: 'sold' });
  });

  test('a picture belongs to the item under a new version, and the same one again changes nothing', async () => {
    const { items, create, told } = await openShelf(open);
    const item = await create();
    const pictured = (await items.setPicture({ id: item.id }, bytes('one'))) as Item;
    expect(pictured).toMatchObject({ version: 2, pictureId: expect.any(String) as string });
    expect(Buffer.from((await items.picture(pictured.pictureId ?? ''))?.bytes ?? []).toString()).toBe('one');
    expect(await items.setPicture({ id: item.id, version: 1 }, bytes('one'))).toEqual(pictured);
    const before = (await told()).length;
    expect(await items.setPicture({ id: item.id, version: 1 }, bytes('two'))).toBe('item-changed');
    expect(await items.setPicture({ id: id(999) }, bytes('two'))).toBe('item-not-found');
    expect(await told()).toHaveLength(before);
  });

  test('two items may have the same picture', async () => {
    const { items, create } = await openShelf(open);
    const [one, other] = [await create(), await create()];
    await items.setPicture(one, bytes('same'));
    const pictured = (await items.setPicture(other, bytes('same'))) as Item;
    expect((await items.get(one.id))?.pictureId).toBe(pictured.pictureId);
  });

  test('every item is told of again, once for a command, the deleted ones as deleted', async () => {
    const { items, present, create, told } = await openShelf(open);
    await items.remove(await create(), '2026-11-22T17:30:00.000Z');
    const before = (await told()).length;
    const events = present.length + 1;
    for (const _ of [1, 2]) expect(await items.publishAll({ command: 'publish' })).toEqual({ events });
    const again = (await told()).slice(before);
    expect(again.filter(({ type }) => type === 'ItemChanged').map(({ data }) => data)).toMatchObject(
      present.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ id }) => ({ itemId: id })),
    );
    expect(again.filter(({ type }) => type === 'ItemDeleted')).toMatchObject([{ data: { itemId: id(1), version: 2 } }]);
  });
};

const filing = (open: () => Promise<Database>): void => {
  test('a brand is added once for a command, under a name that no other has', async () => {
    const { brands, types } = openBrandsAndTypes(await open());
    const brand = { id: id(1), name: 'Zebra' };
    for (const _ of [1, 2]) expect(await brands.create(brand, 'one')).toEqual(brand);
    expect(await brands.create({ id: id(2), name: 'ZEBRA' }, 'two')).toBe('name-taken');
    expect((await brands.list()).filter(({ name }) => /zebra/i.test(name))).toEqual([brand]);
    expect(await types.create({ id: id(3), name: 'Zebra' }, 'three')).toMatchObject({ name: 'Zebra' });
  });

  test('of ten brands that race for one name, half of them in another case, one is added', async () => {
    const { brands } = openBrandsAndTypes(await open());
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        brands.create({ id: id(number), name: number % 2 ? 'Zebra' : 'ZEBRA' }, `command-${number}`),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'name-taken')).toHaveLength(9);
  });

  test('a name of the first assortment is taken, in any case', async () => {
    const { brands, types } = openBrandsAndTypes(await open());
    for (const names of [brands, types])
      for (const { name } of await names.list())
        expect(await names.create({ id: id(1), name: name.toUpperCase() }, `again-${name}`)).toBe('name-taken');
  });
};

export const assortmentContract = (open: () => Promise<Database>): void => {
  listing(open);
  changing(open);
  filing(open);
};
