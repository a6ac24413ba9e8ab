/** One item: a large picture, what there is to say, and how many to put into the basket. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { itemQuery, itemsQuery } from '../api/catalog.ts';
import { isProblem } from '../api/problem.ts';
import type { Item } from '../api/types.ts';
import { maxUnits } from '../basket/local-basket.ts';
import { LostPage } from '../shell/lost-page.tsx';
import { useTitle } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Picture } from '../ui/picture.tsx';
import { Price } from '../ui/price.tsx';
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { ItemCard } from './item-card.tsx';
import { StockBadge, stockState } from './stock.tsx';
import { useAdd } from './use-add.ts';

const route = getRouteApi('/items/$itemId');

const columns = 'grid gap-8 md:grid-cols-2 md:gap-12';

const Add = ({ item }: { item: Item }) => {
  const [quantity, setQuantity] = useState(1);
  const { add, isAdding } = useAdd(item);
  if (stockState(item) === 'sold-out') return null;
  const most = Math.min(item.availableStock, maxUnits);
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Stepper label={texts.item.quantity} value={quantity} max={most} onChange={setQuantity} />
      <Button icon="basket" busy={isAdding} onClick={() => add(quantity)} className="max-sm:flex-1">
        {isAdding ? texts.item.adding : texts.item.add}
      </Button>
      {quantity === most && most < maxUnits && (
        <p role="status" className="w-full text-sm text-soft">
          {texts.item.onlySoMany(most)}
        </p>
      )}
    </div>
  );
};

const Details = ({ item }: { item: Item }) => (
  <article className={columns}>
    <Picture
      url={item.pictureUrl}
      alt={item.name}
      eager
      className="w-full rounded-[2rem] border border-line shadow-card"
    />
    <div className="flex flex-col items-start gap-5 md:py-6">
      <p className="text-sm font-semibold tracking-wider uppercase">
        <Link to="/" search={{ brand: item.brand.id }} className="text-link underline-offset-4 hover:underline">
          {item.brand.name}
        </Link>
        <span className="mx-2 text-soft" aria-hidden="true">
          ·
        </span>
        <Link to="/" search={{ kind: item.type.id }} className="text-link underline-offset-4 hover:underline">
          {item.type.name}
        </Link>
      </p>
      <h1 className="text-[2.6rem] lg:text-5xl">{item.name}</h1>
      <Price minor={item.priceMinor} currency={item.currency} className="text-2xl font-semibold tabular-nums" />
      <p className="max-w-prose text-lg leading-relaxed">{item.description}</p>
      <StockBadge stock={item} />
      <Add key={item.id} item={item} />
    </div>
  </article>
);

const alikeShown = 4;

const Alike = ({ item }: { item: Item }) => {
  const { data } = useQuery(itemsQuery({ typeId: item.type.id, pageSize: alikeShown + 1 }));
  const others = (data?.items ?? []).filter(({ id }) => id !== item.id).slice(0, alikeShown);
  if (others.length === 0) return null;
  return (
    <section className="mt-16">
      <h2 className="mb-6 text-2xl">{texts.item.alike}</h2>
      <ul className="grid grid-cols-2 gap-3.5 sm:gap-6 lg:grid-cols-4">
        {others.map((other) => (
          <ItemCard key={other.id} item={other} />
        ))}
      </ul>
    </section>
  );
};

const ItemSkeleton = () => (
  <Loading>
    <div className={columns}>
      <Skeleton className="aspect-square rounded-[2rem]" />
      <div className="space-y-5 md:py-6">
        <Skeleton className="h-4 w-1/3" />
        <Skeleton className="h-12 w-4/5" />
        <Skeleton className="h-8 w-1/4" />
        <Skeleton className="h-28 w-full" />
        <Skeleton className="h-11 w-1/2" />
      </div>
    </div>
  </Loading>
);

export const ItemPage = () => {
  const { itemId } = route.useParams();
  const item = useQuery(itemQuery(itemId));
  useTitle(item.data?.name);
  if (isProblem(item.error) && [400, 404].includes(item.error.status)) return <LostPage />;
  return (
    <div className="mx-auto max-w-6xl px-4 py-6 sm:px-6 md:py-10">
      <Link
        to="/"
        className="mb-6 inline-flex min-h-9 items-center gap-1.5 rounded-full pr-3 font-semibold text-link hover:underline"
      >
        <Icon name="left" className="size-4" /> {texts.catalog.title}
      </Link>
      {item.isPending && <ItemSkeleton />}
      {item.isError && <ErrorState error={item.error} onRetry={() => void item.refetch()} />}
      {item.data && <Details item={item.data} />}
      {item.data && <Alike item={item.data} />}
    </div>
  );
};
