/** The signed-in buyer's basket at the shop. */
import { queryOptions } from '@tanstack/react-query';
import type { PendingMerge } from '../basket/merge.ts';
import { ask } from './http.ts';
import type { Address, Basket } from './types.ts';

export const basketQuery = (userId: string) =>
  queryOptions({
    queryKey: ['basket', userId],
    queryFn: ({ signal }) => ask<Basket>('GET basket/baskets/me', { signal }),
    // Other devices change it too.
    staleTime: 5_000,
  });

export const putLine = (itemId: string, quantity: number) =>
  ask<Basket>(`PUT basket/baskets/me/lines/${itemId}`, { body: { quantity } });

export const removeLine = (itemId: string) => ask<Basket>(`DELETE basket/baskets/me/lines/${itemId}`);

export const addToBasket = (line: { itemId: string; quantity: number }, key: string) =>
  ask<Basket>('POST basket/baskets/me/lines', { body: line, key });

export const mergeBasket = ({ key, lines }: PendingMerge) =>
  ask<Basket>('POST basket/baskets/me/merge', { body: { lines }, key });

export const acceptPrices = () => ask<Basket>('POST basket/baskets/me/seen');

export interface Checkout {
  address: Address;
  cardToken: string;
  couponCode?: string;
  /** Of the lines before any discount: a price that rose since is refused. */
  expectedTotalMinor: number;
}

export const checkOut = (checkout: Checkout, key: string) =>
  ask<{ orderId: string }>('POST basket/baskets/me/checkout', { body: checkout, key });
