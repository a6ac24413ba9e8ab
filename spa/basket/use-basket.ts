/** The basket of whoever is here: the visitor's from the browser, the buyer's from the shop, in one form. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { basketQuery } from '../api/basket.ts';
import { itemsByIdQuery } from '../api/catalog.ts';
import { queryClient } from '../api/queries.ts';
import type { Basket } from '../api/types.ts';
import { useUser } from '../session/session.ts';
import { useLocalBasket } from './local-store.ts';
import { priceLocalBasket, unitsIn } from './view.ts';

interface BasketState {
  /** Undefined while it loads, and when it would not. */
  basket: Basket | undefined;
  error: unknown;
  reload: () => void;
}

/** How often an open basket is read again: prices change, and other devices put things in. */
const rereadMs = 5_000;

const emptyBasket: Basket = { lines: [], subtotalMinor: 0, currency: null };

const useVisitorsBasket = (enabled: boolean): BasketState => {
  const local = useLocalBasket();
  const ids = local.map(({ itemId }) => itemId);
  const items = useQuery({ ...itemsByIdQuery(ids), enabled: enabled && ids.length > 0, refetchInterval: rereadMs });
  const basket = useMemo(() => {
    if (local.length === 0) return emptyBasket;
    const known = new Set(items.data?.map(({ id }) => id));
    // What was read for an earlier basket will do for one that holds nothing else.
    if (!items.data || (items.isPlaceholderData && local.some(({ itemId }) => !known.has(itemId)))) return undefined;
    return priceLocalBasket(local, items.data);
  }, [local, items.data, items.isPlaceholderData]);
  return { basket, error: items.error, reload: () => void items.refetch() };
};

const useBuyersBasket = (userId: string | undefined): BasketState => {
  const query = useQuery({
    ...basketQuery(userId ?? ''),
    enabled: userId !== undefined,
    // What is being changed right now must not flicker back.
    refetchInterval: () => (queryClient.isMutating({ mutationKey: ['basket'] }) > 0 ? false : rereadMs),
  });
  return { basket: query.data, error: query.error, reload: () => void query.refetch() };
};

export const useBasket = (): BasketState => {
  const user = useUser();
  const visitors = useVisitorsBasket(user === undefined);
  const buyers = useBuyersBasket(user?.id);
  return user === undefined ? visitors : buyers;
};

/** How many units are in the basket; 0 while that is not known. A visitor's are counted without asking the shop. */
export const useUnits = (): number => {
  const user = useUser();
  const local = useLocalBasket();
  const { data } = useQuery({ ...basketQuery(user?.id ?? ''), enabled: user !== undefined });
  return unitsIn(user === undefined ? local : (data?.lines ?? []));
};
