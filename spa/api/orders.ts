/** The signed-in buyer's orders, addresses, cards and coupons. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import type { CardDetails, OrderStatus, SavedAddress } from './types.ts';

export const ordersQuery = (page: { pageIndex: number; pageSize: number; status?: OrderStatus | undefined }) =>
  queryOptions({
    queryKey: ['orders', page],
    queryFn: ({ signal }) => ask('GET ordering/orders', { query: page, signal }),
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });

export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => ask('GET ordering/orders/{orderId}', { path: { orderId }, signal }),
    staleTime: 500,
  });

export const cancelOrder = (orderId: string) => ask('POST ordering/orders/{orderId}/cancel', { path: { orderId } });

export const buyerQuery = (userId: string) =>
  queryOptions({
    queryKey: ['buyer', userId],
    queryFn: ({ signal }) => ask('GET ordering/buyers/me', { signal }),
  });

export const saveAddress = ({ id, address }: SavedAddress) =>
  ask('PUT ordering/buyers/me/addresses/{addressId}', { path: { addressId: id }, body: address });

export const removeAddress = (id: string) =>
  ask('DELETE ordering/buyers/me/addresses/{addressId}', { path: { addressId: id } });

export const eraseBuyer = () => ask('DELETE ordering/buyers/me');

export const cardsQuery = (userId: string) =>
  queryOptions({
    queryKey: ['cards', userId],
    queryFn: ({ signal }) => ask('GET payment/cards', { signal }),
  });

export const addCard = (card: CardDetails, key: string) => ask('POST payment/cards', { body: card, key });

export const removeCard = (token: string) => ask('DELETE payment/cards/{token}', { path: { token } });

export const quoteCoupon = (code: string, draft: { subtotalMinor: number; currency: string }) =>
  ask('GET coupon/coupons/{code}/quote', {
    path: { code },
    query: { currency: draft.currency, subtotalMinor: String(draft.subtotalMinor) },
  });
