/** Every item of the catalog, for those who look after it. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { itemsQuery } from '../api/catalog.ts';
import type { Item } from '../api/types.ts';
import { Page } from '../shell/page.tsx';
import { operatorTexts } from '../texts-operator.ts';
import { ButtonLink } from '../ui/button.tsx';
import { cx } from '../ui/classes.ts';
import { Pagination } from '../ui/pagination.tsx';
import { Picture } from '../ui/picture.tsx';
import { Price } from '../ui/price.tsx';
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { SearchForm } from './parts.tsx';

const route = getRouteApi('/operate/items');
const texts = operatorTexts.item;
const pageSize = 20;

const Stock = ({ item }: { item: Item }) => (
  <span className={cx('tabular-nums', item.availableStock === 0 && 'font-semibold text-alarm')}>
    {item.availableStock}
    {item.onReorder && <span className="block text-sm text-note sm:whitespace-nowrap">{texts.onReorder}</span>}
  </span>
);

const Row = ({ item }: { item: Item }) => (
  <tr className="relative border-b border-line last:border-0 hover:bg-sand/50">
    <td className="py-2.5 pr-2 pl-3 sm:pr-3 sm:pl-4">
      <Picture url={item.pictureUrl} alt="" className="w-10 min-w-10 rounded-xl sm:w-12 sm:min-w-12" />
    </td>
    <th scope="row" className="w-full py-2.5 pr-2 text-left font-normal sm:pr-4">
      <Link
        to="/operate/items/$itemId"
        params={{ itemId: item.id }}
        className="font-semibold after:absolute after:inset-0"
      >
        {item.name}
      </Link>
      <span className="block text-sm text-soft">
        {item.brand.name} · {item.type.name}
      </span>
    </th>
    <td className="px-1.5 py-2.5 text-right sm:px-3">
      <Price minor={item.priceMinor} currency={item.currency} className="tabular-nums" />
    </td>
    <td className="py-2.5 pr-3 pl-1.5 text-right sm:pr-5 sm:pl-3">
      <Stock item={item} />
    </td>
  </tr>
);

const Table = ({ items }: { items: readonly Item[] }) => (
  <div className="overflow-x-auto rounded-3xl border border-line bg-sheet shadow-card">
    <table className="w-full">
      <thead>
        <tr className="border-b border-line text-sm text-soft">
          <th scope="col" colSpan={2} className="py-3 pl-3 text-left sm:pl-4">
            {texts.columns.name}
          </th>
          <th scope="col" className="px-1.5 text-right sm:px-3">
            {texts.columns.price}
          </th>
          <th scope="col" className="pr-3 pl-1.5 text-right sm:pr-5 sm:pl-3">
            {texts.columns.stock}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </tbody>
    </table>
  </div>
);

export const ItemsPage = () => {
  const { q, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const items = useQuery({ ...itemsQuery({ search: q, pageIndex: page - 1, pageSize }), staleTime: 0 });
  const add = (
    <ButtonLink to="/operate/items/new" icon="plus">
      {texts.new}
    </ButtonLink>
  );
  return (
    <Page title={operatorTexts.items} aside={add}>
      <SearchForm label={texts.search} words={q} onSearch={(words) => void navigate({ search: words })} />
      {items.isError && <ErrorState error={items.error} onRetry={() => void items.refetch()} />}
      {items.isPending && (
        <Loading>
          <Skeleton className="h-96 rounded-3xl" />
        </Loading>
      )}
      {items.data?.total === 0 && <EmptyState title={texts.emptyTitle} text={texts.empty} />}
      {items.data && items.data.total > 0 && (
        <>
          <Table items={items.data.items} />
          <Pagination
            pageSize={pageSize}
            total={items.data.total}
            page={page}
            linkTo={(to) => ({ to: '/operate/items', search: { ...(q !== undefined && { q }), page: to } })}
          />
        </>
      )}
    </Page>
  );
};
