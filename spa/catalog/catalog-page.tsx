/** The catalog: what the shop sells, filtered and sorted as the address says. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { itemsQuery } from '../api/catalog.ts';
import type { ItemPage } from '../api/types.ts';
import { useTitle } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { buttonClass } from '../ui/button.tsx';
import { cx } from '../ui/classes.ts';
import { Pagination } from '../ui/pagination.tsx';
import { EmptyState, ErrorState, Loading } from '../ui/states.tsx';
import { Filters } from './filters.tsx';
import { Hero } from './hero.tsx';
import { ItemCard, ItemCardSkeleton } from './item-card.tsx';
import { type CatalogSearch, filterOf, isFiltered, pageSize } from './search.ts';

const route = getRouteApi('/');

const shelf = 'grid grid-cols-2 gap-3.5 sm:gap-6 md:grid-cols-3 lg:grid-cols-4';
/** Those that are seen without scrolling. */
const eagerPictures = 4;

const ClearFilters = () => (
  <Link to="/" resetScroll={false} className={buttonClass('quiet')}>
    {texts.catalog.clear}
  </Link>
);

const ShelfSkeleton = () => (
  <Loading>
    <div className={shelf}>
      {Array.from({ length: 8 }, (_, place) => (
        <ItemCardSkeleton key={place} />
      ))}
    </div>
  </Loading>
);

const Shelf = ({ found, search, isStale }: { found: ItemPage; search: CatalogSearch; isStale: boolean }) => {
  if (found.items.length === 0)
    return (
      <EmptyState title={texts.catalog.emptyTitle} text={texts.catalog.empty}>
        <ClearFilters />
      </EmptyState>
    );
  return (
    <>
      <ul className={cx(shelf, 'transition-opacity', isStale && 'opacity-50')} aria-busy={isStale}>
        {found.items.map((item, place) => (
          <ItemCard key={item.id} item={item} eager={place < eagerPictures} />
        ))}
      </ul>
      <Pagination
        pageSize={pageSize}
        total={found.total}
        page={search.page ?? 1}
        linkTo={(page) => ({ to: '/', search: { ...search, page }, hash: 'shelves' })}
      />
    </>
  );
};

const Count = ({ total, q }: { total: number | undefined; q: string | undefined }) => {
  const text = q === undefined ? texts.catalog.results : (n: number) => texts.catalog.resultsFor(n, q);
  return (
    <p role="status" className="text-soft">
      {total === undefined ? ' ' : text(total)}
    </p>
  );
};

export const CatalogPage = () => {
  const search = route.useSearch();
  const items = useQuery(itemsQuery(filterOf(search)));
  useTitle(search.q);
  const isFront = !isFiltered(search) && search.page === undefined && search.sort === undefined;
  return (
    <>
      {isFront && <Hero />}
      <section id="shelves" className="mx-auto max-w-6xl scroll-mt-20 px-4 pt-8 sm:px-6 md:pt-10">
        <div className="mb-6 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
          {isFront ? (
            <h2 className="text-3xl">{texts.catalog.title}</h2>
          ) : (
            <h1 className="text-3xl">{texts.catalog.title}</h1>
          )}
          <Count total={items.data?.total} q={search.q} />
        </div>
        <Filters />
        {!isFront && <h2 className="sr-only">{texts.catalog.found}</h2>}
        <div className="mt-6 md:mt-8">
          {items.isError && (
            <ErrorState title={texts.catalog.failedTitle} error={items.error} onRetry={() => void items.refetch()} />
          )}
          {items.isPending && <ShelfSkeleton />}
          {items.data && !items.isError && (
            <Shelf found={items.data} search={search} isStale={items.isPlaceholderData} />
          )}
        </div>
      </section>
    </>
  );
};
