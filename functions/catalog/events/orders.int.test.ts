import { InvocationContext } from '@azure/functions';
import { afterAll, expect, test } from 'vitest';
import type { Outgoing } from '../../../shared/messaging/publish.ts';
import { prepareTestCatalog } from '../testing.ts';

const { send, operate, newKey, close } = await prepareTestCatalog();
afterAll(close);
const [{ orderCancelled }, { orderPaid }, { stockRequested }, { createItem }, { deleteItem }, { listItems }, opened] =
  await Promise.all([
    import('./order-cancelled.ts'),
    import('./order-paid.ts'),
    import('./stock-requested.ts'),
    import('../api/create-item.ts'),
    import('../api/delete-item.ts'),
    import('../api/list-items.ts'),
    import('../dependencies.ts'),
  ]);
const [sample] = (await send(listItems)).body.items as [{ brand: { id: string }; type: { id: string } }];

let orders = 0;

/** An order for some units of an item of which there are so many, and what the catalog says and keeps of it. */
const openOrder = async ({ inStock, wanted }: { inStock: number; wanted: number }) => {
  orders += 1;
  const orderId = `0194ffff-0000-7000-8000-${String(orders).padStart(12, '0')}`;
  const facts = { name: `Pin ${orders}`, description: 'A pin.', brandId: sample.brand.id, typeId: sample.type.id };
  const body = { ...facts, priceMinor: 100, availableStock: inStock };
  const itemId = String((await operate(createItem, { body, key: newKey() })).body.id);
  const sent: Outgoing[] = [];
  const warnings: string[] = [];
  const catalog = {
    ...(await opened.dependencies()),
    publish: async (out: readonly Outgoing[]) => void sent.push(...out),
  };
  const logHandler = (_level: string, ...said: unknown[]) => void warnings.push(said.join(' '));
  const delivery = { context: new InvocationContext({ logHandler }) };
  const reason = { code: 'cancelled-by-buyer', text: 'You cancelled the order.' };
  const lines = [{ itemId, quantity: wanted }];
  return {
    orderId,
    itemId,
    lines,
    warnings,
    ask: (attempt = 1) => stockRequested({ orderId, attempt, lines }, catalog, delivery),
    pay: () => orderPaid({ orderId }, catalog, delivery),
    cancel: (attempt = 1) => orderCancelled({ orderId, attempt, reason }, catalog, delivery),
    said: () => sent.map(({ type, data }) => [type, data]),
    left: async () => (await catalog.stockLevels.get(itemId))?.availableStock,
  };
};

test('an order that asks twice is answered twice and takes its units once', async () => {
  const { orderId, ask, said, left } = await openOrder({ inStock: 5, wanted: 2 });
  await ask();
  await ask(2);
  expect(said()).toEqual([
    ['StockReserved', { orderId }],
    ['StockReserved', { orderId }],
  ]);
  expect(await left()).toBe(3);
});

test('an order that wants more than there is takes nothing and is told what is missing', async () => {
  const { orderId, itemId, ask, said, left } = await openOrder({ inStock: 1, wanted: 2 });
  await ask();
  const text = expect.stringMatching(/^Sold out: Pin \d+ \(1 left, 2 wanted\)\.$/) as string;
  const missing = [{ itemId, wanted: 2, available: 1 }];
  expect(said()).toEqual([['StockRejected', { orderId, reason: { code: 'sold-out', text }, missing }]]);
  expect(await left()).toBe(1);
});

test('a cancelled order gives back what it took, once, also when it was paid', async () => {
  const { orderId, lines, ask, pay, cancel, said, left } = await openOrder({ inStock: 5, wanted: 2 });
  await ask();
  await pay();
  await cancel();
  await cancel(2);
  expect(said().slice(1)).toEqual([
    ['StockReleased', { orderId, lines }],
    ['StockReleased', { orderId, lines }],
  ]);
  expect(await left()).toBe(5);
});

test('an order that was cancelled before it asked gets nothing any more', async () => {
  const { orderId, ask, cancel, said, left } = await openOrder({ inStock: 5, wanted: 2 });
  await cancel();
  await ask();
  expect(said()).toMatchObject([
    ['StockReleased', { orderId, lines: [] }],
    ['StockRejected', { reason: { code: 'order-closed' }, missing: [] }],
  ]);
  expect(await left()).toBe(5);
});

test('what is paid is sold once; a payment of what was never reserved is reported', async () => {
  const { ask, pay, warnings, left } = await openOrder({ inStock: 5, wanted: 2 });
  await pay();
  expect(warnings).toEqual([expect.stringContaining('not reserved')]);
  await ask();
  await pay();
  await pay();
  expect(warnings).toHaveLength(1);
  expect(await left()).toBe(3);
});

test('an order of an item that was deleted after the checkout is served from what there is', async () => {
  const { orderId, itemId, lines, ask, cancel, said } = await openOrder({ inStock: 2, wanted: 2 });
  await operate(deleteItem, { method: 'DELETE', params: { itemId }, headers: { 'if-match': '"1"' } });
  await ask();
  await cancel();
  expect(said()).toEqual([
    ['StockReserved', { orderId }],
    ['StockReleased', { orderId, lines }],
  ]);
});
