/** The basket: what is in it, at the prices of now, and the way to the checkout. */
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Basket } from '../api/types.ts';
import { addedTopic } from '../catalog/use-add.ts';
import { signInFromHere } from '../session/leave.ts';
import { useUser } from '../session/session.ts';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { Button, ButtonLink, buttonClass } from '../ui/button.tsx';
import { Price } from '../ui/price.tsx';
import { EmptyState, ErrorState, Loading, Notice, Skeleton } from '../ui/states.tsx';
import { dismissTopic } from '../ui/toast.tsx';
import { BasketLineView } from './basket-line.tsx';
import { useBasket } from './use-basket.ts';
import { useBasketChanges } from './use-basket-changes.ts';
import { hasPriceChange, isOrderable } from './view.ts';

const Checkout = ({ basket }: { basket: Basket }) => {
  const user = useUser();
  if (!isOrderable(basket))
    return (
      <Button className="w-full" disabled>
        {texts.basket.checkout}
      </Button>
    );
  if (user === undefined)
    return (
      <Button className="w-full" icon="lock" onClick={() => void signInFromHere('/checkout')}>
        {texts.basket.signInToCheckOut}
      </Button>
    );
  return (
    <Link to="/checkout" className={buttonClass('primary', 'w-full')}>
      {texts.basket.checkout}
    </Link>
  );
};

const Summary = ({ basket }: { basket: Basket }) => (
  <aside className="h-fit rounded-3xl border border-line bg-sheet p-6 shadow-card lg:sticky lg:top-28">
    <h2 className="mb-4 text-2xl">{texts.basket.summary}</h2>
    <p className="flex justify-between gap-4 text-lg font-semibold">
      <span>{texts.basket.subtotal}</span>
      {basket.currency && <Price minor={basket.subtotalMinor} currency={basket.currency} className="tabular-nums" />}
    </p>
    <p className="mt-1 mb-5 text-sm text-soft">{texts.basket.coupons}</p>
    <Checkout basket={basket} />
  </aside>
);

const PriceNote = ({ basket }: { basket: Basket }) => {
  const { acceptPrices } = useBasketChanges();
  return (
    <Notice tone="note" className="mb-5">
      <span className="flex flex-wrap items-center justify-between gap-x-4">
        {texts.basket.pricesChanged}
        <Button look="bare" className="text-note" onClick={() => acceptPrices(basket)}>
          {texts.basket.pricesSeen}
        </Button>
      </span>
    </Notice>
  );
};

const Filled = ({ basket }: { basket: Basket }) => (
  <div className="grid gap-8 lg:grid-cols-[1fr_21rem]">
    <div>
      {hasPriceChange(basket) && <PriceNote basket={basket} />}
      <ul className="divide-y divide-line border-y border-line">
        {basket.lines.map((line, place) => (
          <BasketLineView key={line.itemId} line={line} place={place} currency={basket.currency} />
        ))}
      </ul>
    </div>
    <Summary basket={basket} />
  </div>
);

const BasketSkeleton = () => (
  <Loading>
    <div className="grid gap-8 lg:grid-cols-[1fr_21rem]">
      <div className="space-y-4">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
      <Skeleton className="h-52 rounded-3xl" />
    </div>
  </Loading>
);

export const BasketPage = () => {
  const { basket, error, reload } = useBasket();
  useEffect(() => dismissTopic(addedTopic), []);
  const content = () => {
    if (basket?.lines.length === 0)
      return (
        <EmptyState title={texts.basket.emptyTitle} text={texts.basket.empty}>
          <ButtonLink to="/">{texts.basket.shop}</ButtonLink>
        </EmptyState>
      );
    if (basket) return <Filled basket={basket} />;
    return error ? <ErrorState error={error} onRetry={reload} /> : <BasketSkeleton />;
  };
  return <Page title={texts.basket.title}>{content()}</Page>;
};
