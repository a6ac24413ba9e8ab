/**
 * Running orders outlive a deployment: orders that an earlier version of ordering started, in every state that it knew, are
 * finished by this one. The earlier versions are kept as they were built, in fixtures/: the first, which knew no coupons, and the last
 * whose runs announced their orders themselves.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
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

const earlier = ['1.0', '2.0'] as const;
type Version = (typeof earlier)[number];

const env = { ORDERING_GRACE_SECONDS: '3', ORDERING_ANSWER_SECONDS: '2', ORDERING_ASK_ATTEMPTS: '50' };

let base: string;
let shop: TestShop | undefined;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'eshop-'));
});
afterEach(() => shop?.close());
afterAll(() => rm(base, { recursive: true, force: true }));

const unpack = async (version: Version): Promise<string> => {
  const folder = join(base, `ordering-${version}`);
  await mkdir(folder);
  const archive = fileURLToPath(new URL(`fixtures/ordering-${version}.tgz`, import.meta.url));
  await promisify(execFile)('tar', ['-xzf', archive, '-C', folder]);
  return folder;
};

/** A paused app lets the locks of its messages expire; with longer ones that does not use up their deliveries. */
const open = (dataDir: string, folders: Record<string, string> = {}) =>
  openTestShop({ dataDir, folders, env, lockSeconds: 30 });

const paused = ['catalog', 'coupon', 'payment'] as const;

const pause = ({ parts }: TestShop, name: (typeof paused)[number]): void => {
  const { pid } = parts.find((part) => part.name === name) ?? {};
  if (pid !== undefined) process.kill(pid, 'SIGSTOP');
};

/** Whoever is paused would not hear that it is to stop, and be waited for. */
const closeAsItIs = async (running: TestShop): Promise<void> => {
  const asked = running.parts.filter(({ name }) => paused.some((one) => one === name));
  await Promise.all(asked.map((part) => part.stop(0)));
  await running.close();
};

const view = async ({ buyer, orderId }: Placed): Promise<OrderView> => (await order(buyer, orderId)).body;
const becomes = (placed: Placed, ...states: string[]) =>
  eventually(
    () => view(placed),
    ({ status }) => states.includes(status),
    60,
  );

/** Places one order and waits until it is in the state. */
type Place = (state: string, cardToken: string, couponCode?: string) => Promise<Placed>;

const placing =
  (buyer: Customer, { id }: Item): Place =>
  async (state, cardToken, couponCode) => {
    await putInBasket(buyer, id, 1);
    const placed = { buyer, orderId: await checkOut(buyer, cardToken, undefined, couponCode) };
    await becomes(placed, state);
    return placed;
  };

/**
 * Orders of an earlier version in each of the states that do not end by themselves; the first of them is to be declined. What keeps them
 * there are apps that are paused; they end with the shop and start again with the next one.
 */
const started = async (version: Version, running: TestShop, alice: Customer): Promise<Placed[]> => {
  const [good, declining] = [await addCard(alice), await addCard(alice, decliningCard)];
  const place = placing(alice, await itemInStock(alice, 40));
  pause(running, 'payment');
  const orders = [await place('Validated', declining), await place('Validated', good)];
  if (version !== '1.0') {
    pause(running, 'coupon');
    orders.push(await place('AwaitingCouponValidation', good, 'DISC-5'));
  }
  pause(running, 'catalog');
  orders.push(await place('AwaitingStockValidation', good), await place('Submitted', good));
  return orders;
};

test.each(earlier)('orders that version %s started, in every state, are finished by this one', async (version) => {
  const dataDir = join(base, `data-${version}`);
  shop = await open(dataDir, { ordering: await unpack(version) });
  const alice = await shop.signIn('alice');
  const before = await items(alice);
  const held = await started(version, shop, alice);
  await closeAsItIs(shop);

  shop = await open(dataDir);
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
