/** One line of the basket. */
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { BasketLine } from '../api/types.ts';
import { money } from '../format.ts';
import { texts } from '../texts.ts';
import { IconButton } from '../ui/button.tsx';
import { Picture } from '../ui/picture.tsx';
import { Price } from '../ui/price.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { toast } from '../ui/toast.tsx';
import { maxUnits } from './local-basket.ts';
import { useBasketChanges } from './use-basket-changes.ts';

type AvailableLine = Extract<BasketLine, { available: true }>;

const PriceChange = ({ line, currency }: { line: AvailableLine; currency: string }) => {
  const before = line.previousUnitPriceMinor;
  if (before === null) return null;
  const say = line.unitPriceMinor > before ? texts.basket.priceRose : texts.basket.priceFell;
  return <p className="text-sm font-medium text-note">{say(money(before, currency))}</p>;
};

const Facts = ({ line, currency }: { line: BasketLine; currency: string | null }) => (
  <div className="min-w-0">
    <h2 className="font-text text-lg leading-snug font-semibold tracking-normal">
      {line.name === null ? (
        texts.basket.gone
      ) : (
        <Link to="/items/$itemId" params={{ itemId: line.itemId }} className="underline-offset-4 hover:underline">
          {line.name}
        </Link>
      )}
    </h2>
    {line.available && currency !== null ? (
      <>
        <p className="text-soft tabular-nums">{texts.basket.each(money(line.unitPriceMinor, currency))}</p>
        <PriceChange line={line} currency={currency} />
      </>
    ) : (
      <p className="text-sm font-medium text-alarm">{texts.basket.noLongerSold}</p>
    )}
  </div>
);

/** The keyboard goes on at the next line, or the one before; after the last line, at the top of the page. */
const focusNeighbour = (button: HTMLElement): void => {
  const line = button.closest('li');
  const neighbour = line?.nextElementSibling ?? line?.previousElementSibling;
  (neighbour?.querySelector('a') ?? button.closest('main'))?.focus({ preventScroll: true });
};

interface BasketLineProps {
  line: BasketLine;
  place: number;
  currency: string | null;
}

export const BasketLineView = ({ line, place, currency }: BasketLineProps) => {
  const { setQuantity, remove, restore } = useBasketChanges();
  const name = line.name ?? texts.basket.gone;
  const { itemId, quantity } = line;
  const takeOut = (event: MouseEvent<HTMLButtonElement>): void => {
    focusNeighbour(event.currentTarget);
    remove(itemId);
    if (!line.available) return;
    const priceMinorSeen = line.previousUnitPriceMinor ?? line.unitPriceMinor;
    const undo = { label: texts.common.undo, run: () => restore({ itemId, quantity, priceMinorSeen }, place) };
    toast({ text: texts.basket.removed(name), action: undo });
  };
  return (
    <li className="grid grid-cols-[5rem_1fr_auto] items-start gap-x-4 gap-y-3 py-5 sm:grid-cols-[7rem_1fr_auto] sm:gap-x-6">
      <Picture url={line.pictureUrl} alt="" eager className="row-span-2 w-full rounded-2xl border border-line" />
      <Facts line={line} currency={currency} />
      <IconButton icon="bin" label={texts.basket.removeItem(name)} onClick={takeOut} className="-mt-2 -mr-2" />
      <div className="col-span-2 flex flex-wrap items-center justify-between gap-3">
        {line.available && currency !== null && (
          <>
            <Stepper
              label={texts.basket.quantityOf(name)}
              value={quantity}
              max={maxUnits}
              onChange={(to) => setQuantity(itemId, to)}
            />
            <Price minor={line.totalMinor} currency={currency} className="text-lg font-semibold tabular-nums" />
          </>
        )}
      </div>
    </li>
  );
};
