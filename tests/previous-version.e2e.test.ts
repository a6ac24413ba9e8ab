/**
 * Running orders outlive a deployment: orders that the first version of ordering started, in every state that it knew, are
 * finished by this one. The first version is kept as it was built, in fixtures/ordering-1.0.tgz.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectMoneyAddsUp, expectQuietBus, expectStockAddsUp, type Placed } from './support/books.ts';
import { type Customer, eventually, openTestShop, type TestShop } from './support/shop.ts';
import {
  addCard,
  checkOut,
  decliningCard,
  type Item,
  itemInStock,
  items,
  type OrderView,
  order,
  putInBasket,
} from './support/shopping.ts';

const fixture = fileURLToPath(new URL('fixtures/ordering-1.0.tgz', import.meta.url));
const env = { ORDERING_GRACE_SECONDS: '3', ORDERING_ANSWER_SECONDS: '2', ORDERING_ASK_ATTEMPTS: '50' };

let folder: string;
let dataDir: string;
let shop: TestShop | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ordering-1.0-'));
  dataDir = await mkdtemp(join(tmpdir(), 'eshop-'));
  await promisify(execFile)('tar', ['-xzf', fixture, '-C', folder]);
});

afterAll(async () => {
  await shop?.close();
  await Promise.all([folder, dataDir].map((path) => rm(path, { recursive: true, force: true })));
});

/** A paused app lets the locks of its messages expire; with longer ones that does not use up their deliveries. */
const open = (folders: Record<string, string>) => openTestShop({ dataDir, folders, env, lockSeconds: 4 });

const signal = (running: TestShop, name: string, what: NodeJS.Signals): void => {
  const { pid } = running.parts.find((part) => part.name === name) ?? {};
  if (pid !== undefined) process.kill(pid, what);
};

const view = async ({ buyer, orderId }: Placed): Promise<OrderView> => (await order(buyer, orderId)).body;
const becomes = (placed: Placed, ...states: string[]) =>
  eventually(
    () => view(placed),
    ({ status }) => states.includes(status),
    60,
  );

/**
 * Orders of the first version in each of the states that do not end by themselves. What keeps them there are apps that are
 * paused; they end with the shop and start again with the next one.
 */
const startedByTheFirst = async (running: TestShop, alice: Customer, mug: Item) => {
  const [good, declining] = [await addCard(alice), await addCard(alice, decliningCard)];
  const place = async (cardToken: string): Promise<Placed> => {
    await putInBasket(alice, mug.id, 1);
    return { buyer: alice, orderId: await checkOut(alice, cardToken) };
  };
  const undoing = await place(declining);
  signal(running, 'payment', 'SIGSTOP');
  const validated = await place(good);
  await becomes(undoing, 'Validated');
  await becomes(validated, 'Validated');
  signal(running, 'catalog', 'SIGSTOP');
  const awaitingStock = await place(good);
  await becomes(awaitingStock, 'AwaitingStockValidation');
  const submitted = await place(good);
  await becomes(submitted, 'Submitted');
  return { undoing, validated, awaitingStock, submitted };
};

test('orders that the first version started, in every state, are finished by this one', async () => {
  shop = await open({ ordering: folder });
  const alice = await shop.signIn('alice');
  const before = await items(alice);
  const held = Object.values(await startedByTheFirst(shop, alice, await itemInStock(alice, 40)));
  expect(await Promise.all(held.map(async (placed) => (await view(placed)).status))).toEqual([
    'Validated',
    'Validated',
    'AwaitingStockValidation',
    'Submitted',
  ]);
  await shop.close();

  shop = await open({});
  const [customer, olivia] = [await shop.signIn('alice'), await shop.signIn('olivia')];
  const placed = held.map(({ orderId }) => ({ buyer: customer, orderId }));
  const [undoing, ...good] = placed;
  if (!undoing) throw new Error('No order was declined.');
  expect((await becomes(undoing, 'Cancelled')).reason?.code).toBe('card-declined');
  for (const paid of good) {
    await becomes(paid, 'Paid');
    expect((await olivia('ordering', `POST orders/${paid.orderId}/ship`)).status).toBe(202);
    await becomes(paid, 'Shipped');
  }
  const orders = await Promise.all(placed.map(view));
  await expectQuietBus(shop);
  await expectStockAddsUp(olivia, before, orders);
  await expectMoneyAddsUp(placed, orders);
});
