/** What an operator does before a test: items and coupons made for it. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Customer } from './shop.ts';
import type { Item } from './shopping.ts';

interface Named {
  id: string;
  name: string;
}

/** Facts of a new item, filed under the first brand and type that there are. */
export const newItem = async (operator: Customer, name: string, priceMinor: number) => {
  const { brands } = (await operator<{ brands: Named[] }>('catalog', 'GET brands')).body;
  const { types } = (await operator<{ types: Named[] }>('catalog', 'GET types')).body;
  return { name, description: 'Made for a test.', brandId: brands[0]?.id, typeId: types[0]?.id, priceMinor };
};

/** Adds an item with so many in stock. */
export const addItem = async (
  operator: Customer,
  { name, priceMinor, stock }: { name: string; priceMinor: number; stock: number },
): Promise<Item> => {
  const added = await operator<Item>('catalog', 'POST items', {
    headers: { 'idempotency-key': randomUUID() },
    body: { ...(await newItem(operator, name, priceMinor)), availableStock: stock, maxStock: Math.max(stock, 1) },
  });
  expect(added).toMatchObject({ status: 201 });
  return added.body;
};

export const couponTerms = {
  description: 'A tenth off.',
  discount: { kind: 'percentage', percent: 10 },
  currency: 'USD',
  totalLimit: 5000,
};

/** Adds a coupon of ten per cent, limited as asked. */
export const addCoupon = async (
  operator: Customer,
  code: string,
  limits: { totalLimit?: number; perBuyerLimit?: number } = {},
): Promise<string> => {
  const added = await operator('coupon', 'POST coupons', {
    headers: { 'idempotency-key': randomUUID() },
    body: { code, ...couponTerms, ...limits },
  });
  expect(added).toMatchObject({ status: 201 });
  return code;
};
