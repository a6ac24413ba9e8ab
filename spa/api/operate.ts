/** What operators ask of the shop. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import type { OrderPage } from './orders.ts';
import type {
  Coupon,
  CouponTerms,
  Item,
  ItemFacts,
  ItemStock,
  Named,
  Order,
  OrderRun,
  OrderStatus,
  ShopStatus,
} from './types.ts';

/** An item as it is now, past every cache, for editing. */
export const editedItemQuery = (itemId: string) =>
  queryOptions({
    queryKey: ['operate', 'item', itemId],
    queryFn: ({ signal }) => ask<Item>(`GET catalog/items/${itemId}`, { signal }),
    staleTime: 0,
  });

export const createItem = (facts: ItemFacts, key: string) => ask<Item>('POST catalog/items', { body: facts, key });

export const changeItem = (itemId: string, facts: ItemFacts, version: number) =>
  ask<Item>(`PUT catalog/items/${itemId}`, { body: facts, ifMatch: version });

export const deleteItem = ({ id, version }: Item) => ask<void>(`DELETE catalog/items/${id}`, { ifMatch: version });

export const uploadPicture = (itemId: string, file: Blob) =>
  ask<Item>(`PUT catalog/items/${itemId}/picture`, { body: file });

export const stockQuery = (itemId: string) =>
  queryOptions({
    queryKey: ['operate', 'stock', itemId],
    queryFn: ({ signal }) => ask<ItemStock>(`GET catalog/items/${itemId}/stock`, { signal }),
    staleTime: 0,
  });

export const setStockLimits = (itemId: string, limits: { restockThreshold: number; maxStock: number }) =>
  ask<ItemStock>(`PUT catalog/items/${itemId}/stock`, { body: limits });

export const restock = (itemId: string, quantity: number, key: string) =>
  ask<ItemStock & { added: number }>(`POST catalog/items/${itemId}/restock`, { body: { quantity }, key });

export const createNamed = (kind: 'brands' | 'types', name: string, key: string) =>
  ask<Named>(`POST catalog/${kind}`, { body: { name }, key });

export interface OrderFilter {
  status?: OrderStatus | undefined;
  number?: string | undefined;
  pageIndex: number;
  pageSize: number;
}

export const allOrdersQuery = (filter: OrderFilter) =>
  queryOptions({
    queryKey: ['operate', 'orders', filter],
    queryFn: ({ signal }) => ask<OrderPage>('GET ordering/admin/orders', { query: { ...filter }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 1000,
  });

export const anyOrderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['operate', 'order', orderId],
    queryFn: ({ signal }) => ask<Order>(`GET ordering/admin/orders/${orderId}`, { signal }),
    staleTime: 500,
  });

export const runQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['operate', 'run', orderId],
    queryFn: ({ signal }) => ask<OrderRun>(`GET ordering/admin/orders/${orderId}/run`, { signal }),
    staleTime: 500,
  });

export const shipOrder = (orderId: string) => ask<void>(`POST ordering/orders/${orderId}/ship`);

export const cancelAnyOrder = (orderId: string, reason: string | undefined) =>
  ask<void>(`POST ordering/admin/orders/${orderId}/cancel`, { body: { ...(reason !== undefined && { reason }) } });

export const couponsQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['operate', 'coupons', after],
    queryFn: ({ signal }) =>
      ask<{ coupons: Coupon[]; next?: string }>('GET coupon/coupons', { query: { after }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

const couponAt = (code: string): string => `coupon/coupons/${encodeURIComponent(code)}`;

export const couponQuery = (code: string) =>
  queryOptions({
    queryKey: ['operate', 'coupon', code],
    queryFn: ({ signal }) => ask<Coupon>(`GET ${couponAt(code)}`, { signal }),
    staleTime: 0,
  });

export const createCoupon = (coupon: CouponTerms & { code: string }, key: string) =>
  ask<Coupon>('POST coupon/coupons', { body: coupon, key });

export const changeCoupon = (code: string, terms: CouponTerms, version: number) =>
  ask<Coupon>(`PUT ${couponAt(code)}`, { body: terms, ifMatch: version });

export const switchCoupon = (code: string, to: 'enable' | 'disable') => ask<Coupon>(`POST ${couponAt(code)}/${to}`);

export const statusQuery = queryOptions({
  queryKey: ['operate', 'status'],
  queryFn: ({ signal }) => ask<ShopStatus>('GET shop/status', { signal }),
  refetchInterval: 5000,
  staleTime: 0,
});
