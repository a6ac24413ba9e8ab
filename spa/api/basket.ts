/** The signed-in buyer's basket at the shop. */
import { queryOptions } from '@tanstack/react-query';
import type { PendingMerge } from '../basket/merge.ts';
import { ask } from './http.ts';
import { queryClient } from './queries.ts';
import type { Basket, Checkout } from './types.ts';

export const basketQuery = (userId: string) =>
  queryOptions({
    queryKey: ['basket', userId],
    queryFn: ({ signal }) => ask('GET basket/baskets/me', { signal }),
    // Other devices change it too.
    staleTime: 5_000,
  });

/** Shows the basket as it is after a command. What a read says that is still under way may be older: it is given up. */
export const showBasket = (userId: string, basket: Basket): void => {
  const { queryKey } = basketQuery(userId);
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, basket);
};

export const putLine = (itemId: string, quantity: number) =>
  ask('PUT basket/baskets/me/lines/{itemId}', { path: { itemId }, body: { quantity } });

export const removeLine = (itemId: string) => ask('DELETE basket/baskets/me/lines/{itemId}', { path: { itemId } });

export const addToBasket = (line: { itemId: string; quantity: number }, key: string) =>
  ask('POST basket/baskets/me/lines', { body: line, key });

export const mergeBasket = ({ key, lines }: PendingMerge) =>
  ask('POST basket/baskets/me/merge', { body: { lines }, key });

export const acceptPrices = () => ask('POST basket/baskets/me/seen');

/** The expected total is of the lines before any discount: a price that rose since is refused. */
export const checkOut = (checkout: Checkout, key: string) =>
  ask('POST basket/baskets/me/checkout', { body: checkout, key });
