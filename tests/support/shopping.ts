/** What a shopper does, in words that tests read like sentences. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Customer, eventually } from './shop.ts';

export interface Item {
  id: string;
  name: string;
  version: number;
  priceMinor: number;
  availableStock: number;
}

export interface OrderView {
  id: string;
  status: string;
  subtotalMinor: number;
  discountMinor: number;
  totalMinor: number;
  couponCode?: string;
  reason?: { code: string; text: string };
  lines: { itemId: string; name: string; unitPriceMinor: number; quantity: number }[];
  history: { status: string; at: string; reason?: { code: string; text: string } }[];
}

export const goodCard = '4242424242424242';
export const decliningCard = '4000000000000002';
/** The bank answers, but late: an order can be cancelled meanwhile. */
export const lateCard = '4000000000000127';
/** Settings with which it answers so late that a test need not hurry. */
export const bankTakesLong = { PAYMENT_SIMULATED_LATE_SECONDS: '60', ORDERING_ANSWER_SECONDS: '120' };

export const address = {
  name: 'Alice Lindqvist',
  street: '1 Quay Road',
  city: 'Lerwick',
  postalCode: 'ZE1 0AA',
  country: 'Scotland',
};

export const items = async (customer: Customer): Promise<Item[]> =>
  (await customer<{ items: Item[] }>('catalog', 'GET items?pageSize=100')).body.items;

export const item = async (customer: Customer, itemId: string): Promise<Item> =>
  (await customer<Item>('catalog', `GET items/${itemId}`)).body;

/** An item with at least so many in stock. */
export const itemInStock = async (customer: Customer, atLeast = 20): Promise<Item> => {
  const found = (await items(customer)).find(({ availableStock }) => availableStock >= atLeast);
  if (!found) throw new Error(`No item has ${atLeast} in stock.`);
  return found;
};

/** Waits until the basket knows the item, which it learns from events. */
export const putInBasket = async (customer: Customer, itemId: string, quantity: number): Promise<void> => {
  const put = () => customer('basket', `PUT baskets/me/lines/${itemId}`, { body: { quantity } });
  await eventually(put, ({ status }) => status === 200);
};

interface BasketView {
  lines: { itemId: string; unitPriceMinor: number }[];
}

/** Waits until the basket is as it should be, which it becomes by events. */
export const basketBecomes = async (
  customer: Customer,
  isSo: (lines: BasketView['lines']) => boolean,
): Promise<void> => {
  await eventually(
    () => customer<BasketView>('basket', 'GET baskets/me'),
    ({ body }) => isSo(body.lines),
  );
};

export const addCard = async (customer: Customer, number = goodCard): Promise<string> => {
  const body = {
    number,
    holder: 'A Lindqvist',
    expiry: { month: 12, year: new Date().getUTCFullYear() + 3 },
    securityCode: '123',
  };
  const added = await customer<{ token: string }>('payment', 'POST cards', {
    body,
    headers: { 'idempotency-key': randomUUID() },
  });
  expect(added.status).toBe(201);
  return added.body.token;
};

/** Checks out what is in the basket and returns the id of the order. */
export const checkOut = async (
  customer: Customer,
  cardToken: string,
  key: string = randomUUID(),
  couponCode?: string,
): Promise<string> => {
  const accepted = await customer<{ orderId: string }>('basket', 'POST baskets/me/checkout', {
    body: { address, cardToken, ...(couponCode !== undefined && { couponCode }) },
    headers: { 'idempotency-key': key },
  });
  expect(accepted.status).toBe(202);
  return accepted.body.orderId;
};

export const order = (customer: Customer, orderId: string) => customer<OrderView>('ordering', `GET orders/${orderId}`);

/** Waits until the order is in one of the states. */
export const orderBecomes = async (customer: Customer, orderId: string, ...states: string[]): Promise<OrderView> =>
  (
    await eventually(
      () => order(customer, orderId),
      ({ status, body }) => status === 200 && states.includes(body.status),
    )
  ).body;
