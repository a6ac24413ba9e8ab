/** A store that is away for half a minute costs time and nothing else; an event whose app dies before it is sent is sent all the same. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectMoneyAddsUp, expectQuietBus, expectStockAddsUp, type Placed } from './support/books.ts';
import { type Customer, eventually, openTestShop, type TestShop } from './support/shop.ts';
import { addCard, checkOut, itemInStock, items, order, orderBecomes, putInBasket } from './support/shopping.ts';

const awaySeconds = 30;
const stores = ['catalog', 'basket', 'ordering', 'payment', 'coupon'];

let dataDir: string;
let shop: TestShop;
let alice: Customer;
let olivia: Customer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'eshop-'));
  shop = await openTestShop({ dataDir, env: { ORDERING_GRACE_SECONDS: '2', ORDERING_ASK_ATTEMPTS: '50' } });
  [alice, olivia] = await Promise.all([shop.signIn('alice'), shop.signIn('olivia')]);
});

afterAll(async () => {
  await shop?.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Lets nobody else write to a store, as if it were away, until the returned function is called. */
const stop = (name: string): (() => void) => {
  const database = new DatabaseSync(join(dataDir, `${name}.db`));
  database.exec('pragma busy_timeout = 5000; begin exclusive');
  return () => {
    database.exec('rollback');
    database.close();
  };
};

const place = async (mug: string, cardToken: string): Promise<Placed> => {
  await putInBasket(alice, mug, 1);
  return { buyer: alice, orderId: await checkOut(alice, cardToken) };
};

test('every store stops for half a minute while orders are on their way', async () => {
  const before = await items(alice);
  const { id } = await itemInStock(alice, 40);
  const cardToken = await addCard(alice);
  const placed: Placed[] = [];
  for (let count = 0; count < 6; count += 1) placed.push(await place(id, cardToken));
  await eventually(
    () => order(alice, placed[5]?.orderId ?? ''),
    ({ status }) => status === 200,
  );

  const starts = stores.map(stop);
  const statuses = () => Promise.all(placed.map(async ({ orderId }) => (await order(alice, orderId)).body.status));
  const stopped = await statuses();
  expect(stopped.at(-1)).not.toBe('Paid');
  await wait(awaySeconds * 1000);
  expect(await statuses()).toEqual(stopped);
  for (const start of starts) start();

  for (const { orderId } of placed) {
    await orderBecomes(alice, orderId, 'Paid');
    await olivia('ordering', `POST orders/${orderId}/ship`);
  }
  const orders = await Promise.all(placed.map(({ orderId }) => orderBecomes(alice, orderId, 'Shipped')));
  await expectQuietBus(shop);
  await expectStockAddsUp(alice, before, orders);
  await expectMoneyAddsUp(placed, orders);
}, 240_000);

test('a catalog that is killed between commit and publish publishes when it is back', async () => {
  const signal = (name: string, what: NodeJS.Signals) => {
    const { pid } = shop.parts.find((part) => part.name === name) ?? {};
    if (pid !== undefined) process.kill(pid, what);
  };
  const { id, name, version, priceMinor } = await itemInStock(alice);
  await putInBasket(alice, id, 1);
  const { body } = await alice<{ description: string; brand: { id: string }; type: { id: string } }>(
    'catalog',
    `GET items/${id}`,
  );
  const change = {
    name,
    description: body.description,
    brandId: body.brand.id,
    typeId: body.type.id,
    priceMinor: priceMinor + 250,
  };

  signal('broker', 'SIGSTOP');
  const changing = olivia('catalog', `PUT items/${id}`, {
    body: change,
    headers: { 'if-match': `"${version}"` },
  }).catch(() => 'cut off');
  await eventually(
    () => alice<{ priceMinor: number }>('catalog', `GET items/${id}`),
    (now) => now.body.priceMinor === change.priceMinor,
  );
  signal('catalog', 'SIGKILL');
  signal('broker', 'SIGCONT');
  expect(await changing).toBe('cut off');

  interface Basket {
    lines: { unitPriceMinor: number; previousUnitPriceMinor: number | null }[];
  }
  const basket = await eventually(
    () => alice<Basket>('basket', 'GET baskets/me'),
    (now) => now.body.lines[0]?.unitPriceMinor === change.priceMinor,
  );
  expect(basket.body.lines).toMatchObject([{ previousUnitPriceMinor: priceMinor }]);
});
