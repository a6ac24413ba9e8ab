/** Puts everything of an order into the basket again, at the prices of now. */
import { useNavigate } from '@tanstack/react-router';
import type { Order } from '../api/types.ts';
import { useBasketChanges } from '../basket/use-basket-changes.ts';
import { texts } from '../texts.ts';
import { toast } from '../ui/toast.tsx';
import { useOnce } from '../ui/use-once.ts';

/** Adds the lines of an order to the basket. What is no longer sold is told by the basket itself; resolves to how many went in. */
export const useLinesAgain = ({ lines }: Order) => {
  const { add } = useBasketChanges();
  return async (): Promise<number> => {
    const added = await Promise.allSettled(
      lines.map(({ itemId, quantity, unitPriceMinor }) => add({ id: itemId, priceMinor: unitPriceMinor }, quantity)),
    );
    return added.filter(({ status }) => status === 'fulfilled').length;
  };
};

export const useBuyAgain = (order: Order) => {
  const addLines = useLinesAgain(order);
  const navigate = useNavigate();
  return useOnce(async () => {
    const added = await addLines();
    if (added === order.lines.length) toast({ text: texts.orders.boughtAgain });
    if (added > 0) await navigate({ to: '/basket' });
  });
};
