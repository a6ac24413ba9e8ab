/** Puts units of an item into the basket and says so. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Item } from '../api/types.ts';
import { useBasketChanges } from '../basket/use-basket-changes.ts';
import { texts } from '../texts.ts';
import { toast } from '../ui/toast.tsx';

/** What the basket page makes needless to say. */
export const addedTopic = 'added';

export const useAdd = (item: Item) => {
  const changes = useBasketChanges();
  const navigate = useNavigate();
  const [isAdding, setIsAdding] = useState(false);

  const put = async (quantity: number): Promise<void> => {
    setIsAdding(true);
    try {
      await changes.add(item, quantity);
      const action = { label: texts.catalog.viewBasket, run: () => void navigate({ to: '/basket' }) };
      toast({ text: texts.catalog.added(item.name), action, topic: addedTopic });
    } catch {
      // What went wrong has been said where it was noticed.
    } finally {
      setIsAdding(false);
    }
  };

  return {
    isAdding,
    add: (quantity: number): void => {
      if (!isAdding) void put(quantity);
    },
  };
};
