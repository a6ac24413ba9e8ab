/** Puts everything of an order into the basket again, at the prices of now. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Order } from '../api/types.ts';
import { useBasketChanges } from '../basket/use-basket-changes.ts';
import { texts } from '../texts.ts';
import { toast } from '../ui/toast.tsx';

export const useBuyAgain = ({ lines }: Order) => {
  const { add } = useBasketChanges();
  const navigate = useNavigate();
  const [isBuying, setIsBuying] = useState(false);

  const run = async (): Promise<void> => {
    setIsBuying(true);
    // What is no longer sold is told by the basket itself; the rest goes in.
    const added = await Promise.allSettled(
      lines.map(({ itemId, quantity, unitPriceMinor }) => add({ id: itemId, priceMinor: unitPriceMinor }, quantity)),
    );
    setIsBuying(false);
    if (added.every(({ status }) => status === 'fulfilled')) toast({ text: texts.orders.boughtAgain });
    if (added.some(({ status }) => status === 'fulfilled')) await navigate({ to: '/basket' });
  };

  return { isBuying, buyAgain: (): void => void (isBuying ? undefined : run()) };
};
