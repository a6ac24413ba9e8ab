/** An item on a shelf: picture, name, price, and a button that puts one into the basket. */
import { Link } from '@tanstack/react-router';
import type { Item } from '../api/types.ts';
import { texts } from '../texts.ts';
import { cx } from '../ui/classes.ts';
import { Icon } from '../ui/icons.tsx';
import { Picture } from '../ui/picture.tsx';
import { Price } from '../ui/price.tsx';
import { Skeleton } from '../ui/states.tsx';
import { StockBadge, stockState } from './stock.tsx';
import { useAdd } from './use-add.ts';

const AddButton = ({ item }: { item: Item }) => {
  const { add, isAdding } = useAdd(item);
  return (
    <button
      type="button"
      aria-label={texts.catalog.add(item.name)}
      title={texts.item.add}
      aria-disabled={isAdding}
      onClick={() => add(1)}
      className="absolute right-3 bottom-3 z-10 inline-flex size-11 items-center justify-center rounded-full bg-accent text-on-accent shadow-card transition-[background-color,scale] hover:bg-accent-strong active:scale-90"
    >
      <Icon name={isAdding ? 'check' : 'plus'} />
    </button>
  );
};

export const ItemCard = ({ item, eager = false }: { item: Item; eager?: boolean }) => {
  const state = stockState(item);
  return (
    <li className="group relative flex flex-col overflow-hidden rounded-3xl border border-line bg-sheet shadow-card transition-[box-shadow,translate] duration-300 ease-calm hover:-translate-y-1 hover:shadow-lift">
      <div className="relative overflow-hidden">
        <Picture
          url={item.pictureUrl}
          alt=""
          eager={eager}
          className={cx(
            'w-full transition-transform duration-500 ease-calm group-hover:scale-[1.04]',
            state === 'sold-out' && 'opacity-60 saturate-50',
          )}
        />
        {state !== 'plenty' && <StockBadge stock={item} short className="absolute top-3 left-3 shadow-card" />}
        {state !== 'sold-out' && <AddButton item={item} />}
      </div>
      <div className="flex flex-1 flex-col gap-1 p-3.5 sm:p-5">
        <p className="text-xs font-semibold tracking-wider text-soft uppercase">{item.brand.name}</p>
        <h3 className="flex-1 leading-snug font-semibold sm:text-lg">
          <Link to="/items/$itemId" params={{ itemId: item.id }} className="after:absolute after:inset-0">
            {item.name}
          </Link>
        </h3>
        <Price minor={item.priceMinor} currency={item.currency} className="tabular-nums text-soft font-semibold" />
      </div>
    </li>
  );
};

export const ItemCardSkeleton = () => (
  <div className="overflow-hidden rounded-3xl border border-line bg-sheet">
    <Skeleton className="aspect-square w-full rounded-none" />
    <div className="space-y-2.5 p-5">
      <Skeleton className="h-3 w-1/3" />
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="h-5 w-1/4" />
    </div>
  </div>
);
