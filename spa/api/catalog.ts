/** What is on the shelves. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';
import { queryClient } from './queries.ts';
import type { Item, ItemFilter, ItemPage } from './types.ts';

/** What the shop offers today: brands, kinds, switched-on features. */
export const startQuery = queryOptions({
  queryKey: ['start'],
  queryFn: ({ signal }) => ask('GET shop/start', { public: true, signal }),
  staleTime: 5 * 60_000,
});

export const itemsQuery = (filter: ItemFilter) =>
  queryOptions({
    queryKey: ['items', filter],
    queryFn: ({ signal }) => ask('GET catalog/items', { query: filter, public: true, signal }),
    placeholderData: keepPreviousData,
  });

/** An item as a list has shown it a moment ago. */
const listedItem = (itemId: string): Item | undefined =>
  queryClient
    .getQueriesData<ItemPage | Item[]>({ queryKey: ['items'] })
    .flatMap(([, found]) => (Array.isArray(found) ? found : (found?.items ?? [])))
    .find(({ id }) => id === itemId);

export const itemQuery = (itemId: string) =>
  queryOptions({
    queryKey: ['item', itemId],
    queryFn: ({ signal }) => ask('GET catalog/items/{itemId}', { path: { itemId }, public: true, signal }),
    placeholderData: () => listedItem(itemId),
  });

/** Several items by their ids, however many; those that are no longer sold are missing. */
export const itemsByIdQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['items', 'by-id', [...ids].sort()],
    queryFn: async ({ signal }) => {
      if (ids.length === 0) return [];
      const query = { ids: ids.join(','), pageSize: 100 };
      return (await ask('GET catalog/items', { query, public: true, signal })).items;
    },
    placeholderData: keepPreviousData,
  });
