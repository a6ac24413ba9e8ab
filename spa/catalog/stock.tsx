/** How many there are, as a shopper wants to know it. */
import type { Item } from '../api/types.ts';
import { texts } from '../texts.ts';
import { cx } from '../ui/classes.ts';

type Stock = Pick<Item, 'availableStock' | 'onReorder'>;

/** From here on it is worth saying how few are left. */
const few = 10;

type StockState = 'sold-out' | 'few' | 'plenty';

export const stockState = ({ availableStock }: Stock): StockState => {
  if (availableStock <= 0) return 'sold-out';
  return availableStock <= few ? 'few' : 'plenty';
};

export const stockText = (stock: Stock): string => {
  switch (stockState(stock)) {
    case 'sold-out':
      return stock.onReorder ? texts.item.onReorder : texts.item.soldOut;
    case 'few':
      return texts.item.fewLeft(stock.availableStock);
    case 'plenty':
      return texts.item.inStock;
  }
};

const looks: Record<StockState, string> = {
  'sold-out': 'bg-sand text-soft',
  few: 'bg-note-wash text-note',
  plenty: 'bg-good-wash text-good',
};

interface StockBadgeProps {
  stock: Stock;
  /** On a small card there is no room for when there will be more. */
  short?: boolean;
  className?: string;
}

export const StockBadge = ({ stock, short = false, className }: StockBadgeProps) => (
  <span className={cx('rounded-full px-3 py-1 text-sm font-semibold', looks[stockState(stock)], className)}>
    {stockText(short ? { ...stock, onReorder: false } : stock)}
  </span>
);
