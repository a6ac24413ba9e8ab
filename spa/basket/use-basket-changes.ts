/** What somebody does to their basket: shown at once, then made so at the shop or in the browser. */
import { useMutation } from '@tanstack/react-query';
import { acceptPrices, addToBasket, basketQuery, putLine, removeLine, showBasket } from '../api/basket.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import type { Basket, Item } from '../api/types.ts';
import { useUser } from '../session/session.ts';
import { toast } from '../ui/toast.tsx';
import { tellOtherTabs } from './across-tabs.ts';
import { addUnits, markSeen, putBack, setUnits } from './local-basket.ts';
import { changeLocalBasket } from './local-store.ts';
import { withQuantity } from './view.ts';

type Send = () => Promise<Basket>;

/** Sends changes of one basket one after the other, so that the last click wins. */
const useSend = (userId: string) => {
  const { queryKey } = basketQuery(userId);
  return useMutation({
    mutationKey: ['basket'],
    scope: { id: 'basket' },
    mutationFn: (send: Send) => send(),
    onSuccess: (basket) => {
      // An earlier answer must not undo what was clicked since.
      if (queryClient.isMutating({ mutationKey: ['basket'] }) === 1) showBasket(userId, basket);
      tellOtherTabs();
    },
    onError: (error) => {
      toast({ text: problemText(error), tone: 'alarm' });
      void queryClient.invalidateQueries({ queryKey });
    },
  });
};

/** Shows the basket as it will be when the shop has answered. */
const anticipate = (userId: string, change: (basket: Basket) => Basket): void => {
  const { queryKey } = basketQuery(userId);
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, (basket) => basket && change(basket));
};

export interface BasketChanges {
  /** Resolves when the units are in the basket; rejects after the visitor was told why not. */
  add: (item: Pick<Item, 'id' | 'priceMinor'>, quantity: number) => Promise<void>;
  setQuantity: (itemId: string, quantity: number) => void;
  remove: (itemId: string) => void;
  /** Undoes a removal: puts the units back, at their former place where the basket has places. */
  restore: (line: { itemId: string; quantity: number; priceMinorSeen: number }, place: number) => void;
  /** The visitor has seen the prices of now. */
  acceptPrices: (basket: Basket) => void;
}

const visitorsChanges: BasketChanges = {
  add: async (item, quantity) =>
    changeLocalBasket((basket) => addUnits(basket, { itemId: item.id, quantity, priceMinorSeen: item.priceMinor })),
  setQuantity: (itemId, quantity) => changeLocalBasket((basket) => setUnits(basket, itemId, quantity)),
  remove: (itemId) => changeLocalBasket((basket) => setUnits(basket, itemId, 0)),
  restore: (line, place) => changeLocalBasket((basket) => putBack(basket, line, place)),
  acceptPrices: ({ lines }) => {
    const prices = lines.flatMap((line) => (line.available ? [[line.itemId, line.unitPriceMinor] as const] : []));
    changeLocalBasket((basket) => markSeen(basket, new Map(prices)));
  },
};

const useBuyersChanges = (userId: string): BasketChanges => {
  const { mutate, mutateAsync } = useSend(userId);
  const setQuantity = (itemId: string, quantity: number): void => {
    anticipate(userId, (basket) => withQuantity(basket, itemId, quantity));
    mutate(() => (quantity > 0 ? putLine(itemId, quantity) : removeLine(itemId)));
  };
  return {
    add: async ({ id }, quantity) => {
      const key = crypto.randomUUID();
      await mutateAsync(() => addToBasket({ itemId: id, quantity }, key));
    },
    setQuantity,
    remove: (itemId) => setQuantity(itemId, 0),
    restore: ({ itemId, quantity }) => mutate(() => putLine(itemId, quantity)),
    acceptPrices: () => mutate(acceptPrices),
  };
};

/** The changes for whoever is here. */
export const useBasketChanges = (): BasketChanges => {
  const user = useUser();
  const buyers = useBuyersChanges(user?.id ?? '');
  return user === undefined ? visitorsChanges : buyers;
};
