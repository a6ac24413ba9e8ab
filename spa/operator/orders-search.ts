/** What the operators' list of orders shows, as it stands in the address bar. */
import type { OrderStatus } from '../api/types.ts';
import { way } from '../orders/timeline.ts';

export const orderStatuses = [...way, 'Cancelled'] as const satisfies readonly OrderStatus[];

export interface OrdersSearch {
  status?: OrderStatus;
  number?: string;
  page?: number;
}

/** Reads an address; what cannot be meant is left out. */
export const parseOrdersSearch = (search: Record<string, unknown>): OrdersSearch => {
  const status = orderStatuses.find((known) => known === search.status);
  const number = typeof search.number === 'string' ? search.number.trim().slice(0, 20) : '';
  const page = Number(search.page);
  return {
    ...(status !== undefined && { status }),
    ...(number !== '' && { number }),
    ...(Number.isInteger(page) && page > 1 && { page }),
  };
};

/** Only words and page, for lists that can be searched. */
export const parseListSearch = (search: Record<string, unknown>): { q?: string; page?: number } => {
  const q = typeof search.q === 'string' ? search.q.trim().slice(0, 100) : '';
  const page = Number(search.page);
  return { ...(q !== '' && { q }), ...(Number.isInteger(page) && page > 1 && { page }) };
};
