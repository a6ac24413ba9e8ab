/**
 * Orders of all kinds while parts are killed at random and every event is delivered twice, some of them late. In the end every order is
 * final, in a way that its kind allows, and every figure adds up. `npm run soak` is the long form; `SEED=123` makes the same choices again.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectCouponAddsUp, expectMoneyAddsUp, expectQuietBus, expectStockAddsUp, settled } from './support/books.ts';
import { startChaos } from './support/chaos.ts';
import { type CrowdedShop, openCrowdedShop } from './support/crowd.ts';
import { type Echo, echoListener, startEcho } from './support/echo.ts';
import { seededRandom } from './support/random.ts';
import { type Customer, eventually } from './support/shop.ts';
import { items, type OrderView } from './support/shopping.ts';
import {
  type Assortment,
  bringToItsEnd,
  coupon,
  kinds,
  outcomeOf,
  place,
  rareCoupon,
  type SoakOrder,
} from './support/soak-orders.ts';
import { addCoupon, addItem } from './support/stocking.ts';

const count = Number(process.env.SOAK_ORDERS ?? 22);
const atOnce = 8;
const seconds = 60 + count * 3;
const { seed, random } = seededRandom();

let shop: CrowdedShop;
let echo: Echo;
let olivia: Customer;
let assortment: Assortment;

beforeAll(async () => {
  console.log(`soak: ${count} orders, SEED=${seed}`);
  const env = { ORDERING_GRACE_SECONDS: '1', ORDERING_ANSWER_SECONDS: '2', ORDERING_ASK_ATTEMPTS: '100' };
  shop = await openCrowdedShop({ hosts: 'each', listeners: [echoListener], env });
  olivia = await shop.operator();
  const stock = async (name: string, units: number) =>
    (await addItem(olivia, { name, priceMinor: 1990, stock: units })).id;
  assortment = {
    plenty: await stock('Soaked mug', 10 * count),
    scarce: await stock('Soaked pin', Math.ceil(count / 40)),
    soldOut: await stock('Soaked hoodie', 0),
  };
  await addCoupon(olivia, coupon);
  await addCoupon(olivia, rareCoupon, { totalLimit: Math.ceil(count / 40) });
  echo = startEcho(shop.bus, () => random() * 3000);
}, 60_000);

afterAll(async () => {
  await echo?.close();
  await shop?.close();
});

/** The kinds take turns, so that each has its share however few orders there are. */
const kindOf = (index: number) => {
  const kind = kinds[index % kinds.length];
  if (!kind) throw new Error('There are no kinds.');
  return kind;
};

const live = async (index: number): Promise<SoakOrder> => {
  const placed = await place(kindOf(index), await shop.buyer(`soaker-${index}`), assortment);
  await bringToItsEnd(placed, olivia, { random });
  return placed;
};

/** Lives through all orders, a few at a time. */
const liveAll = async (): Promise<SoakOrder[]> => {
  const done: SoakOrder[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      done.push(await live(next - 1));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
};

const tallyBy = <T>(all: readonly T[], groupOf: (one: T) => string | undefined): Record<string, number> => {
  const tally: Record<string, number> = {};
  for (const group of all.map(groupOf)) if (group !== undefined) tally[group] = (tally[group] ?? 0) + 1;
  return tally;
};

const report = (placed: readonly SoakOrder[], orders: readonly OrderView[]): void => {
  console.table(
    Object.fromEntries(
      kinds.map(({ name }) => [
        name,
        tallyBy(
          orders.filter((_, index) => placed[index]?.kind.name === name),
          outcomeOf,
        ),
      ]),
    ),
  );
  console.log(
    'cancellations taken in',
    tallyBy(placed, ({ cancelledIn }) => cancelledIn),
  );
};

test(`${count} orders come to a good end in a shop that is falling to pieces`, {
  timeout: seconds * 1000,
}, async () => {
  const before = await items(olivia);
  const started = performance.now();
  const chaos = startChaos(shop, { random, pauseMs: 3000 });
  const placed = await liveAll();
  await chaos.stop();
  const orders = await settled(placed);
  report(placed, orders);
  console.log('kills', Object.fromEntries(chaos.kills), `, ${echo.count} events delivered twice`);

  const surprises = orders.filter((order, index) => !placed[index]?.kind.outcomes.includes(outcomeOf(order)));
  expect(surprises).toEqual([]);
  await expectQuietBus(shop);
  await expectStockAddsUp(olivia, before, orders);
  await expectMoneyAddsUp(placed, orders);
  for (const code of [coupon, rareCoupon]) await expectCouponAddsUp(olivia, code, orders);
  for (const { buyer } of placed) {
    await eventually(
      async () => (await buyer<{ lines: unknown[] }>('basket', 'GET baskets/me')).body.lines,
      (lines) => lines.length === 0,
    );
    expect((await buyer<{ total: number }>('ordering', 'GET orders')).body.total).toBe(1);
  }
  expect(echo.count).toBeGreaterThan(count * 5);
  console.log(`The books of ${count} orders add up after ${((performance.now() - started) / 1000).toFixed(0)} s.`);
});
