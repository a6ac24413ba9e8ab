/** What the catalog page shows, as it stands in the address bar. */
import type { ItemFilter } from '../api/types.ts';

export const sorts = ['name', 'price', '-price', 'newest'] as const;
export type Sort = (typeof sorts)[number];

/** Absent means: not restricted, sorted by name, first page. */
export interface CatalogSearch {
  q?: string;
  brand?: string;
  kind?: string;
  sort?: Sort;
  stock?: true;
  /** From 1. */
  page?: number;
}

export const pageSize = 12;

const textIn = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads an address; what cannot be meant is left out. */
export const parseCatalogSearch = (search: Record<string, unknown>): CatalogSearch => {
  const q = textIn(search.q, /\S/)?.trim().slice(0, 100);
  const brand = textIn(search.brand, id);
  const kind = textIn(search.kind, id);
  const sort = sorts.find((known) => known === search.sort && known !== 'name');
  const page = Number(search.page);
  return {
    ...(q !== undefined && { q }),
    ...(brand !== undefined && { brand }),
    ...(kind !== undefined && { kind }),
    ...(sort !== undefined && { sort }),
    ...((search.stock === true || search.stock === 'true') && { stock: true as const }),
    ...(Number.isInteger(page) && page > 1 && page <= 10_000 && { page }),
  };
};

export const isFiltered = ({ q, brand, kind, stock }: CatalogSearch): boolean =>
  q !== undefined || brand !== undefined || kind !== undefined || stock !== undefined;

/** What to ask the shop for. */
export const filterOf = ({ q, brand, kind, sort, stock, page = 1 }: CatalogSearch): ItemFilter => ({
  search: q,
  brandId: brand,
  typeId: kind,
  sort,
  inStock: stock && 'true',
  pageSize,
  pageIndex: page - 1,
});

/** The address without its first `?`, as plain names and values. */
export const parsePlainSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

/** The other way round: `?q=mug&page=2`. */
export const stringifyPlainSearch = (search: Record<string, unknown>): string => {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
};
