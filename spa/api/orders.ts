/** The signed-in buyer's orders, addresses, cards and coupons. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import type { Card, CardDetails, Order, OrderStatus, OrderSummary, Page, Quote, SavedAddress } from './types.ts';

export type OrderPage = Page & { orders: OrderSummary[] };

export const ordersQuery = (page: { pageIndex: number; pageSize: number; status?: OrderStatus | undefined }) =>
  queryOptions({
    queryKey: ['orders', page],
    queryFn: ({ signal }) => ask<OrderPage>('GET ordering/orders', { query: page, signal }),
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });

export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => ask<Order>(`GET ordering/orders/${orderId}`, { signal }),
    staleTime: 500,
  });

export const cancelOrder = (orderId: string) => ask<void>(`POST ordering/orders/${orderId}/cancel`);

export const buyerQuery = (userId: string) =>
  queryOptions({
    queryKey: ['buyer', userId],
    queryFn: ({ signal }) => ask<{ addresses: SavedAddress[] }>('GET ordering/buyers/me', { signal }),
  });

export const saveAddress = ({ id, address }: SavedAddress) =>
  ask<SavedAddress>(`PUT ordering/buyers/me/addresses/${id}`, { body: address });

export const removeAddress = (id: string) => ask<void>(`DELETE ordering/buyers/me/addresses/${id}`);

export const eraseBuyer = () => ask<void>('DELETE ordering/buyers/me');

export const cardsQuery = (userId: string) =>
  queryOptions({
    queryKey: ['cards', userId],
    queryFn: ({ signal }) => ask<{ cards: Card[] }>('GET payment/cards', { signal }),
  });

export const addCard = (card: CardDetails, key: string) => ask<Card>('POST payment/cards', { body: card, key });

export const removeCard = (token: string) => ask<void>(`DELETE payment/cards/${token}`);

export const quoteCoupon = (code: string, draft: { subtotalMinor: number; currency: string }) =>
  ask<Quote>(`GET coupon/coupons/${encodeURIComponent(code)}/quote`, { query: draft });
