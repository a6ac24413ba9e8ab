/** What operators ask of the shop. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import type { CouponTerms, Item, ItemFacts, NewCoupon, OrderStatus, StockLimits } from './types.ts';

/** An item as it is now, past every cache, for editing. */
export const editedItemQuery = (itemId: string) =>
  queryOptions({
    queryKey: ['operate', 'item', itemId],
    queryFn: ({ signal }) => ask('GET catalog/items/{itemId}', { path: { itemId }, signal }),
    staleTime: 0,
  });

export const createItem = (facts: ItemFacts, key: string) => ask('POST catalog/items', { body: facts, key });

export const changeItem = (itemId: string, facts: ItemFacts, version: number) =>
  ask('PUT catalog/items/{itemId}', { path: { itemId }, body: facts, ifMatch: String(version) });

export const deleteItem = ({ id, version }: Item) =>
  ask('DELETE catalog/items/{itemId}', { path: { itemId: id }, ifMatch: String(version) });

export const uploadPicture = (itemId: string, file: Blob) =>
  ask('PUT catalog/items/{itemId}/picture', { path: { itemId }, body: file });

export const stockQuery = (itemId: string) =>
  queryOptions({
    queryKey: ['operate', 'stock', itemId],
    queryFn: ({ signal }) => ask('GET catalog/items/{itemId}/stock', { path: { itemId }, signal }),
    staleTime: 0,
  });

export const setStockLimits = (itemId: string, limits: StockLimits) =>
  ask('PUT catalog/items/{itemId}/stock', { path: { itemId }, body: limits });

export const restock = (itemId: string, quantity: number, key: string) =>
  ask('POST catalog/items/{itemId}/restock', { path: { itemId }, body: { quantity }, key });

export const createNamed = (kind: 'brands' | 'types', name: string, key: string) =>
  ask(`POST catalog/${kind}`, { body: { name }, key });

export interface OrderFilter {
  status?: OrderStatus | undefined;
  number?: string | undefined;
  pageIndex: number;
  pageSize: number;
}

export const allOrdersQuery = (filter: OrderFilter) =>
  queryOptions({
    queryKey: ['operate', 'orders', filter],
    queryFn: ({ signal }) => ask('GET ordering/admin/orders', { query: filter, signal }),
    placeholderData: keepPreviousData,
    staleTime: 1000,
  });

export const anyOrderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['operate', 'order', orderId],
    queryFn: ({ signal }) => ask('GET ordering/admin/orders/{orderId}', { path: { orderId }, signal }),
    staleTime: 500,
  });

export const runQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['operate', 'run', orderId],
    queryFn: ({ signal }) => ask('GET ordering/admin/orders/{orderId}/run', { path: { orderId }, signal }),
    staleTime: 500,
  });

export const shipOrder = (orderId: string) => ask('POST ordering/orders/{orderId}/ship', { path: { orderId } });

export const cancelAnyOrder = (orderId: string, reason: string | undefined) =>
  ask('POST ordering/admin/orders/{orderId}/cancel', { path: { orderId }, body: { reason } });

export const couponsQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['operate', 'coupons', after],
    queryFn: ({ signal }) => ask('GET coupon/coupons', { query: { after }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const couponQuery = (code: string) =>
  queryOptions({
    queryKey: ['operate', 'coupon', code],
    queryFn: ({ signal }) => ask('GET coupon/coupons/{code}', { path: { code }, signal }),
    staleTime: 0,
  });

export const createCoupon = (coupon: NewCoupon, key: string) => ask('POST coupon/coupons', { body: coupon, key });

export const changeCoupon = (code: string, terms: CouponTerms, version: number) =>
  ask('PUT coupon/coupons/{code}', { path: { code }, body: terms, ifMatch: String(version) });

export const switchCoupon = (code: string, to: 'enable' | 'disable') =>
  ask(`POST coupon/coupons/{code}/${to}`, { path: { code } });

export const statusQuery = queryOptions({
  queryKey: ['operate', 'status'],
  queryFn: ({ signal }) => ask('GET shop/status', { signal }),
  refetchInterval: 5000,
  staleTime: 0,
});
