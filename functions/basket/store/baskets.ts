/** The baskets, one document per buyer. */
import type { DocumentStore } from '../../../shared/documents/documents.ts';
import { type Basket, emptyBasket } from '../domain/basket.ts';
import { isRefusal, type Refusal, refused } from '../domain/fault.ts';

/** A basket as it is stored; without an etag when its buyer never had one. */
export interface StoredBasket {
  basket: Basket;
  etag?: string;
}

export const openBaskets = (store: DocumentStore) => {
  const baskets = store.collection<Basket>('baskets');

  const get = async (buyerId: string): Promise<StoredBasket> => {
    const stored = await baskets.get(buyerId);
    return stored ? { basket: stored.value, etag: stored.etag } : { basket: emptyBasket };
  };

  /** Decides and writes until no one else wrote in between. With `ifMatch` only the basket of that etag is changed. */
  const change = async (
    buyerId: string,
    decide: (basket: Basket) => Basket | Refusal,
    ifMatch?: string,
  ): Promise<StoredBasket | Refusal> => {
    for (;;) {
      const current = await get(buyerId);
      if (ifMatch !== undefined && ifMatch !== current.etag) return refused('basket-changed');
      const basket = decide(current.basket);
      if (isRefusal(basket)) return basket;
      if (basket === current.basket) return current;
      const written = await baskets.put(buyerId, basket, { ifMatch: current.etag ?? 'absent' });
      if (written !== 'conflict') return { basket, etag: written.etag };
    }
  };

  return { get, change, remove: (buyerId: string) => baskets.remove(buyerId) };
};
