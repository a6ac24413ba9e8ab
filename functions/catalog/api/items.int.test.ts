import { afterAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../../shared/messaging/publish.ts';
import { openSql } from '../../../shared/sql/database.ts';
import type { CatalogTables } from '../store/schema.ts';
import { prepareTestCatalog } from '../testing.ts';

const { send, operate, newKey, close } = await prepareTestCatalog();
afterAll(close);
const [
  { changeItem },
  { createItem },
  { deleteItem },
  { getItem },
  { listItems },
  { publishItems },
  { createBrand, createType, listBrands, listTypes },
  { dependencies },
] = await Promise.all([
  import('./change-item.ts'),
  import('./create-item.ts'),
  import('./delete-item.ts'),
  import('./get-item.ts'),
  import('./list-items.ts'),
  import('./publish-items.ts'),
  import('./brands-and-types.ts'),
  import('../dependencies.ts'),
]);

interface ItemView {
  id: string;
  version: number;
  name: string;
  description: string;
  priceMinor: number;
  availableStock: number;
  brand: { id: string };
  type: { id: string };
}

const listed = async (query: Record<string, string> = {}) =>
  (await send(listItems, { query })).body as unknown as { items: ItemView[]; total: number; pageSize: number };
const [sample] = (await listed()).items as [ItemView];
const facts = {
  name: 'Walrus Mug',
  description: 'Holds 350 ml, and its temper.',
  brandId: sample.brand.id,
  typeId: sample.type.id,
  priceMinor: 1500,
};
const create = (body: object = facts, key = newKey()) => operate(createItem, { body, key });
const waiting = async (): Promise<Outgoing[]> => {
  const database = await openSql<CatalogTables>(process.env.CATALOG_STORE ?? '');
  const rows = await database.selectFrom('outbox').select('message').orderBy('id').execute();
  await database.destroy();
  return rows.map(({ message }) => JSON.parse(message) as Outgoing);
};

describe('the list of items', () => {
  test('shows what a shop window needs, and nothing of what only operators see', async () => {
    expect(Object.keys(sample).sort()).toEqual([
      'availableStock',
      'brand',
      'currency',
      'description',
      'id',
      'name',
      'onReorder',
      'pictureUrl',
      'priceMinor',
      'type',
      'version',
    ]);
  });

  test('comes in pages of twelve, all of the ids asked for on one', async () => {
    const { total } = await listed();
    const all = await listed({ pageSize: '100' });
    expect([(await listed()).items.length, all.items.length]).toEqual([12, total]);
    const last = await listed({ pageIndex: '1' });
    expect(last.items).toEqual(all.items.slice(12));
    const ids = all.items.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(12);
    expect((await listed({ ids: ids.join(',') })).items).toEqual(all.items);
  });

  test('is sorted by price either way', async () => {
    const prices = async (sort: string) =>
      (await listed({ pageSize: '100', sort })).items.map(({ priceMinor }) => priceMinor);
    const rising = await prices('price');
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    expect(await prices('-price')).toEqual(rising.toReversed());
  });

  test('leaves out what is sold out, if asked', async () => {
    const { items, total } = await listed({ pageSize: '100', inStock: 'true' });
    expect(items.every(({ availableStock }) => availableStock > 0)).toBe(true);
    expect(total).toBeLessThan((await listed()).total);
  });

  test.each([
    ['pageSize', '101'],
    ['pageSize', 'ten'],
    ['pageIndex', '-1'],
    ['brandId', '7'],
    ['typeId', "' or 1=1 --"],
    ['sort', 'stock'],
    ['inStock', 'maybe'],
    ['search', 'x'.repeat(101)],
    ['ids[1]', `${sample.id},nonsense`],
    ['ids', Array.from({ length: 101 }, () => sample.id).join(',')],
  ])('refuses a wrong %s and names it', async (field, value) => {
    const { status, body } = await send(listItems, { query: { [field.replace(/\[.*/, '')]: value } });
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ field }] } });
  });
});

describe('an operator', () => {
  test('creates an item, once for a key, and its event waits for the broker', async () => {
    const key = newKey();
    const first = await create({ ...facts, availableStock: 3, restockThreshold: 5, maxStock: 9 }, key);
    const { id } = first.body;
    expect(first).toMatchObject({
      status: 201,
      headers: { location: `/api/catalog/items/${String(id)}`, etag: '"1"' },
      body: { name: 'Walrus Mug', currency: 'USD', availableStock: 3, onReorder: true, pictureUrl: null },
    });
    const again = await create({ ...facts, availableStock: 3, restockThreshold: 5, maxStock: 9 }, key);
    expect(again).toEqual(first);
    expect((await listed({ search: 'walrus mug' })).total).toBe(1);
    const itemId = String(id);
    expect((await send(getItem, { params: { itemId } })).body).toEqual(first.body);
    expect((await waiting()).filter(({ data }) => 'itemId' in data && data.itemId === itemId)).toHaveLength(1);
    expect((await create({ ...facts, priceMinor: 1 }, key)).body.code).toBe('idempotency-key-reused');
  });

  test('does not create a second item when the first answer was lost', async () => {
    const key = newKey();
    const otter = { ...facts, name: 'Otter Mug' };
    const first = await create(otter, key);
    const database = await openSql<CatalogTables>(process.env.CATALOG_STORE ?? '');
    await database.deleteFrom('answers').where('key', 'not like', 'effect/%').execute();
    await database.destroy();
    expect((await create(otter, key)).body).toEqual(first.body);
    expect((await listed({ search: 'otter' })).total).toBe(1);
  });

  test.each([
    ['name', { ...facts, name: ' ' }],
    ['name', { ...facts, name: 'x'.repeat(51) }],
    ['name', { ...facts, name: 'Mug\u0000' }],
    ['name', { ...facts, name: 'Two\nlines' }],
    ['description', { ...facts, description: 'Half a crab: \ud83e' }],
    ['description', { ...facts, description: undefined }],
    ['priceMinor', { ...facts, priceMinor: 0 }],
    ['priceMinor', { ...facts, priceMinor: 9.99 }],
    ['brandId', { ...facts, brandId: 'Kittiwake' }],
    ['currency', { ...facts, currency: 'EUR' }],
    ['availableStock', { ...facts, availableStock: -1 }],
    ['availableStock', { ...facts, availableStock: 101 }],
    ['restockThreshold', { ...facts, restockThreshold: 100 }],
  ])('is told that %s is wrong', async (field, body) => {
    const { status, body: problem } = await create(body);
    expect({ status, problem }).toMatchObject({ status: 400, problem: { errors: [{ field }] } });
  });

  test('may describe an item in any script, on several lines', async () => {
    const odd = {
      ...facts,
      name: "Ключ ☂ 灯台 🦀 O'Brien",
      description: 'Line one.\nLine two, "quoted" & <b>bold</b>.',
    };
    expect((await create(odd)).body).toMatchObject({ name: odd.name, description: odd.description });
    expect((await listed({ search: '灯台 \u0000 LINE' })).items).toMatchObject([{ name: odd.name }]);
  });

  test('cannot file an item under a brand that does not exist', async () => {
    const answer = await create({ ...facts, brandId: sample.id });
    expect(answer).toMatchObject({ status: 422, body: { code: 'unknown-brand-or-type' } });
  });

  test('changes and deletes only the version that they read', async () => {
    const { body } = await create({ ...facts, name: 'Seal Mug' });
    const params = { itemId: String(body.id) };
    const put = (ifMatch: string) =>
      operate(changeItem, { method: 'PUT', params, body: facts, headers: { 'if-match': ifMatch } });
    expect((await put('"1"')).headers.etag).toBe('"2"');
    for (const stale of ['"1"', '*', 'nonsense', '"1e0"', '99999999999999999999'])
      expect((await put(stale)).status).toBe(412);
    const remove = (headers: Record<string, string> = {}) => operate(deleteItem, { method: 'DELETE', params, headers });
    expect((await remove()).status).toBe(428);
    expect((await remove({ 'if-match': '"1"' })).status).toBe(412);
    expect((await remove({ 'if-match': '"2"' })).status).toBe(204);
    expect((await send(getItem, { params })).body.code).toBe('item-not-found');
    expect((await remove({ 'if-match': '"3"' })).status).toBe(404);
  });

  test('adds a brand and a type under names that are free', async () => {
    for (const [creator, lister, kind] of [
      [createBrand, listBrands, 'brands'],
      [createType, listTypes, 'types'],
    ] as const) {
      const key = newKey();
      const first = await operate(creator, { body: { name: 'Zebra' }, key });
      expect(first).toMatchObject({ status: 201, body: { name: 'Zebra' } });
      expect(await operate(creator, { body: { name: 'Zebra' }, key })).toEqual(first);
      const taken = await operate(creator, { body: { name: 'zebra' }, key: newKey() });
      expect(taken).toMatchObject({ status: 409, body: { code: 'name-taken', errors: [{ field: 'name' }] } });
      expect((await send(lister)).body[kind]).toContainEqual(first.body);
    }
  });

  test('has every item told of again', async () => {
    const before = (await waiting()).length;
    const key = newKey();
    const first = await operate(publishItems, { body: {}, key });
    expect(await operate(publishItems, { body: {}, key })).toEqual(first);
    expect(first.status).toBe(202);
    expect((await waiting()).length - before).toBe(first.body.events);
    expect(first.body.events).toBeGreaterThanOrEqual((await listed()).total);
  });
});

test.each([
  ['creates', createItem],
  ['changes', changeItem],
  ['deletes', deleteItem],
  ['publishes', publishItems],
  ['adds brands', createBrand],
  ['adds types', createType],
])('nobody but an operator %s', async (_, handler) => {
  const params = { itemId: sample.id };
  expect((await send(handler, { params, body: facts, key: newKey() })).status).toBe(401);
  expect((await send(handler, { by: 'alice', params, body: facts, key: newKey() })).status).toBe(403);
});

test('what waits in the outbox is sent in order, once the broker is there, and then waits no longer', async () => {
  const [{ relayOutbox }, { openOutbox }] = await Promise.all([
    import('../../../shared/messaging/outbox.ts'),
    import('../store/outbox.ts'),
  ]);
  const database = await openSql<CatalogTables>(process.env.CATALOG_STORE ?? '');
  const expected = await waiting();
  const sent: Outgoing[] = [];
  let attempts = 0;
  const unsteady = async (outgoing: readonly Outgoing[]) => {
    attempts += 1;
    if (attempts === 5) throw new Error('The broker is away.');
    sent.push(...outgoing);
  };
  await expect(relayOutbox(openOutbox(database), unsteady)).rejects.toThrow('The broker is away.');
  expect(await waiting()).toEqual(expected.slice(4));
  expect(await relayOutbox(openOutbox(database), unsteady)).toBe(expected.length - 4);
  expect(sent).toEqual(expected);
  expect(await (await dependencies()).relay()).toBe(0);
  await database.destroy();
});
