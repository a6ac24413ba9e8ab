/** Whether the shop's figures add up when everything has come to rest. */
import { expect } from 'vitest';
import type { Customer, TestShop } from './shop.ts';
import { eventually } from './shop.ts';
import { type Item, items, type OrderView, order } from './shopping.ts';

interface Entity {
  path: string;
  active: number;
  locked: number;
  scheduled: number;
  deadLettered: number;
}

export interface Placed {
  buyer: Customer;
  orderId: string;
}

const final = new Set(['Shipped', 'Cancelled']);

/** Waits until every order is final, and returns them as their buyers see them. */
export const settled = async (placed: readonly Placed[], seconds = 60): Promise<OrderView[]> => {
  const views: OrderView[] = [];
  for (const { buyer, orderId } of placed) {
    const { body } = await eventually(
      () => order(buyer, orderId).catch(() => ({ status: 0, body: {} as OrderView })),
      ({ body }) => final.has(body.status),
      seconds,
    );
    views.push(body);
  }
  return views;
};

const entities = async (shop: TestShop): Promise<Entity[]> =>
  (await (await fetch(`${shop.brokerAdmin}/entities`)).json()) as Entity[];

/** No message waits any more, and none was given up. */
export const expectQuietBus = async (shop: TestShop, ignored: readonly string[] = []): Promise<void> => {
  const waiting = ({ path, active, locked, scheduled }: Entity) =>
    ignored.some((name) => path.endsWith(name)) ? 0 : active + locked + scheduled;
  const rest = await eventually(
    () => entities(shop),
    (all) => all.every((entity) => waiting(entity) === 0),
    60,
  );
  expect(rest.filter(({ deadLettered }) => deadLettered > 0)).toEqual([]);
};

/** What is missing from the stock is what was shipped, item by item. */
export const expectStockAddsUp = async (
  customer: Customer,
  before: readonly Item[],
  orders: readonly OrderView[],
): Promise<void> => {
  const shipped = orders.filter(({ status }) => status === 'Shipped').flatMap(({ lines }) => lines);
  const soldOf = (itemId: string) =>
    shipped.filter((line) => line.itemId === itemId).reduce((sum, { quantity }) => sum + quantity, 0);
  const expected = before.map(({ id, availableStock }) => [id, availableStock - soldOf(id)]);
  const actual = async () => (await items(customer)).map(({ id, availableStock }) => [id, availableStock]);
  await eventually(actual, (now) => JSON.stringify(now) === JSON.stringify(expected), 30);
};

interface ChargeView {
  status: string;
  amountMinor: number;
  refundedMinor: number;
}

const hasNothingCharged = ({ status, body }: { status: number; body: ChargeView }): boolean =>
  status === 404 || body.status === 'declined' || body.refundedMinor === body.amountMinor;

/** A shipped order is charged what it costs, once; a cancelled one has nothing left charged. */
export const expectMoneyAddsUp = async (placed: readonly Placed[], orders: readonly OrderView[]): Promise<void> => {
  for (const [index, view] of orders.entries()) {
    const { buyer, orderId } = placed[index] as Placed;
    const charge = () => buyer<ChargeView>('payment', `GET charges/${orderId}`);
    if (view.status === 'Shipped')
      expect({ orderId, ...(await charge()).body }).toMatchObject({
        orderId,
        status: 'charged',
        amountMinor: view.totalMinor,
      });
    // Between the steps of an order's run the bus is quiet, too: what is to be refunded may not be yet.
    else await eventually(charge, hasNothingCharged, 30);
  }
};

interface CouponView {
  reserved: number;
  redeemed: number;
  discountedMinor: number;
}

/** A coupon has exactly the redemptions of the orders that were shipped with it, and nothing is held for others. */
export const expectCouponAddsUp = async (
  operator: Customer,
  code: string,
  orders: readonly OrderView[],
  before: CouponView = { reserved: 0, redeemed: 0, discountedMinor: 0 },
): Promise<void> => {
  const withIt = orders.filter(({ status, couponCode }) => status === 'Shipped' && couponCode === code);
  const discounted = withIt.reduce((sum, { discountMinor }) => sum + discountMinor, 0);
  const expected = {
    reserved: 0,
    redeemed: before.redeemed + withIt.length,
    discountedMinor: before.discountedMinor + discounted,
  };
  const actual = async () => {
    const { reserved, redeemed, discountedMinor } = (await operator<CouponView>('coupon', `GET coupons/${code}`)).body;
    return { reserved, redeemed, discountedMinor };
  };
  await eventually(actual, (now) => JSON.stringify(now) === JSON.stringify(expected), 30);
};
