import { afterAll, describe, expect, test } from 'vitest';
import { openSql } from '../../../shared/sql/database.ts';
import type { CatalogTables } from '../store/schema.ts';
import { prepareTestCatalog } from '../testing.ts';

const { send, operate, newKey, close } = await prepareTestCatalog();
afterAll(close);
const [{ getStock, setStock }, { restock }, { getItem }, { listItems }, { dependencies }] = await Promise.all([
  import('./stock.ts'),
  import('./restock.ts'),
  import('./get-item.ts'),
  import('./list-items.ts'),
  import('../dependencies.ts'),
]);
const [{ id: itemId }] = (await send(listItems)).body.items as [{ id: string }];
const params = { itemId };
const unknown = { itemId: '01943ad7-ffff-7fff-bfff-ffffffffffff' };
const order = (number: number) => `0194ffff-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** Makes the figures what a test starts from. */
const setFigures = async (available_stock: number, restock_threshold: number, max_stock: number) => {
  const database = await openSql<CatalogTables>(process.env.CATALOG_STORE ?? '');
  await database
    .updateTable('items')
    .set({ available_stock, restock_threshold, max_stock })
    .where('id', '=', itemId)
    .execute();
  await database.destroy();
};

describe('restocking', () => {
  const deliver = (quantity: number, key = newKey()) => operate(restock, { params, body: { quantity }, key });

  test('adds up to the maximum and ends the reorder', async () => {
    await setFigures(3, 5, 20);
    expect((await operate(getStock, { params })).body).toEqual({
      itemId,
      availableStock: 3,
      restockThreshold: 5,
      maxStock: 20,
      onReorder: true,
      reserved: 0,
    });
    expect((await deliver(4)).body).toMatchObject({ availableStock: 7, onReorder: false, added: 4 });
    expect((await deliver(100)).body).toMatchObject({ availableStock: 20, added: 13 });
    expect((await send(getItem, { params })).body).toMatchObject({ availableStock: 20, onReorder: false });
  });

  test('repeated with its key adds nothing, also when the first answer was lost', async () => {
    await setFigures(0, 5, 100);
    const key = newKey();
    const first = await deliver(10, key);
    expect(await deliver(10, key)).toEqual(first);
    const database = await openSql<CatalogTables>(process.env.CATALOG_STORE ?? '');
    await database.deleteFrom('answers').where('key', 'not like', 'effect/%').execute();
    await database.destroy();
    expect((await deliver(10, key)).body).toEqual(first.body);
    expect((await operate(getStock, { params })).body.availableStock).toBe(10);
  });

  test('while the same command runs, a repeat is asked to wait', async () => {
    await setFigures(0, 5, 100);
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 5 }, () => deliver(10, key)));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(answers.every(({ status, body }) => status === 200 || body.code === 'request-running')).toBe(true);
    expect((await operate(getStock, { params })).body.availableStock).toBe(10);
  });

  test('needs units, a key and an item', async () => {
    for (const quantity of [0, -1, 1.5, 1_000_001, '7', null])
      expect(await operate(restock, { params, body: { quantity }, key: newKey() })).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'quantity' }] },
      });
    expect((await operate(restock, { params, body: { quantity: 1 } })).body.code).toBe('idempotency-key-missing');
    expect((await operate(restock, { params: unknown, body: { quantity: 1 }, key: newKey() })).status).toBe(404);
  });
});

describe('the limits', () => {
  test('are set, and decide from then on what is on reorder', async () => {
    await setFigures(10, 5, 20);
    const body = { restockThreshold: 10, maxStock: 30 };
    const answer = await operate(setStock, { method: 'PUT', params, body });
    expect(answer).toMatchObject({ status: 200, body: { ...body, availableStock: 10, onReorder: true } });
  });

  test('must leave room between them', async () => {
    const body = { restockThreshold: 10, maxStock: 10 };
    const answer = await operate(setStock, { method: 'PUT', params, body });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'restockThreshold', message: 'must be less than maxStock' }] },
    });
  });

  test('are of an item that is there', async () => {
    const body = { restockThreshold: 1, maxStock: 10 };
    expect((await operate(setStock, { method: 'PUT', params: unknown, body })).status).toBe(404);
    expect((await operate(getStock, { params: unknown })).status).toBe(404);
  });
});

test('what orders hold is shown apart from what can be had', async () => {
  await setFigures(10, 5, 20);
  const { stock } = await dependencies();
  await stock.reserve(order(1), [{ itemId, quantity: 4 }]);
  expect((await operate(getStock, { params })).body).toMatchObject({ availableStock: 6, reserved: 4 });
  await stock.sell(order(1));
  expect((await operate(getStock, { params })).body).toMatchObject({ availableStock: 6, reserved: 0 });
});

test.each([
  ['reads', getStock],
  ['sets', setStock],
  ['adds to', restock],
])('nobody but an operator %s the stock figures', async (_, handler) => {
  const body = { quantity: 1, restockThreshold: 1, maxStock: 2 };
  expect((await send(handler, { params, body, key: newKey() })).status).toBe(401);
  expect((await send(handler, { by: 'alice', params, body, key: newKey() })).status).toBe(403);
});
