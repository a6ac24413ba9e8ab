/** A card as it may be shown. */
import type { Card } from '../api/types.ts';
import { texts } from '../texts.ts';
import { Icon } from '../ui/icons.tsx';

const isExpired = ({ expiry: { month, year } }: Card, today = new Date()): boolean =>
  year * 12 + month - 1 < today.getFullYear() * 12 + today.getMonth();

export const CardView = ({ card }: { card: Card }) => (
  <span className="flex items-center gap-3">
    <Icon name="card" className="size-6 shrink-0" />
    <span>
      <span className="block font-semibold">{texts.card.ending(card.brand, card.last4)}</span>
      <span className="block text-sm text-soft">
        {isExpired(card) ? texts.card.expired : texts.card.until(card.expiry.month, card.expiry.year)}
      </span>
    </span>
  </span>
);

/** Whether it can still be charged. */
export const isUsable = (card: Card): boolean => !isExpired(card);
