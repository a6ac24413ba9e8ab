/** The orders of all buyers. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { allOrdersQuery } from '../api/operate.ts';
import { isProblem } from '../api/problem.ts';
import type { OrderSummary } from '../api/types.ts';
import { dateAndTime } from '../format.ts';
import { StatusChip } from '../orders/status-chip.tsx';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { controlClass } from '../ui/field.tsx';
import { readForm } from '../ui/form.ts';
import { Pagination } from '../ui/pagination.tsx';
import { Price } from '../ui/price.tsx';
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { type OrdersSearch, orderStatuses } from './orders-search.ts';

const route = getRouteApi('/operate/orders');
const pageSize = 20;
/** New orders come in by themselves. */
const refreshMs = 4000;

const Filters = ({ search }: { search: OrdersSearch }) => {
  const navigate = route.useNavigate();
  const find = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { number = '' } = readForm(event.currentTarget);
    void navigate({ search: number === '' ? {} : { number } });
  };
  return (
    <div className="mb-5 flex flex-wrap gap-3">
      <select
        aria-label={operatorTexts.order.filter}
        value={search.status ?? ''}
        className={`${controlClass} pr-9 sm:w-56`}
        onChange={(event) => {
          const status = orderStatuses.find((known) => known === event.currentTarget.value);
          void navigate({ search: status === undefined ? {} : { status } });
        }}
      >
        <option value="">{operatorTexts.order.all}</option>
        {orderStatuses.map((status) => (
          <option key={status} value={status}>
            {texts.orders.status[status]}
          </option>
        ))}
      </select>
      <form onSubmit={find} className="flex gap-2 max-sm:w-full">
        <input
          name="number"
          key={search.number}
          defaultValue={search.number}
          maxLength={20}
          aria-label={operatorTexts.order.number}
          placeholder={operatorTexts.order.number}
          className={`${controlClass} min-w-0 sm:w-52`}
        />
        <Button type="submit" look="quiet">
          {operatorTexts.order.find}
        </Button>
      </form>
    </div>
  );
};

const Row = ({ order }: { order: OrderSummary }) => (
  <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-1 border-b border-line px-5 py-3 last:border-0 hover:bg-sand/50 md:grid-cols-[11rem_1fr_11rem_9rem_6rem]">
    <Link
      to="/operate/orders/$orderId"
      params={{ orderId: order.id }}
      className="font-semibold tabular-nums after:absolute after:inset-0"
    >
      {order.number}
    </Link>
    <span className="truncate max-md:col-span-2 max-md:row-start-2">
      {order.buyer.name ?? operatorTexts.order.nobody}
    </span>
    <span className="text-sm text-soft max-md:row-start-3">{dateAndTime(order.submittedAt)}</span>
    <span className="max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end">
      <StatusChip status={order.status} />
    </span>
    <Price
      minor={order.totalMinor}
      currency={order.currency}
      className="text-right font-semibold tabular-nums max-md:row-start-3"
    />
  </li>
);

export const OperatedOrdersPage = () => {
  const search = route.useSearch();
  const { page = 1 } = search;
  const orders = useQuery({
    ...allOrdersQuery({ status: search.status, number: search.number, pageIndex: page - 1, pageSize }),
    refetchInterval: refreshMs,
  });
  // What is no order number belongs to no order.
  const isNoNumber = isProblem(orders.error) && orders.error.status === 400;
  return (
    <Page title={operatorTexts.orders}>
      <Filters search={search} />
      {orders.isError && !isNoNumber && <ErrorState error={orders.error} onRetry={() => void orders.refetch()} />}
      {orders.isPending && (
        <Loading>
          <Skeleton className="h-80 rounded-3xl" />
        </Loading>
      )}
      {(isNoNumber || orders.data?.total === 0) && (
        <EmptyState title={operatorTexts.item.emptyTitle} text={operatorTexts.order.empty} />
      )}
      {!isNoNumber && orders.data && orders.data.total > 0 && (
        <>
          <ul className="rounded-3xl border border-line bg-sheet shadow-card">
            {orders.data.orders.map((order) => (
              <Row key={order.id} order={order} />
            ))}
          </ul>
          <Pagination
            pageSize={pageSize}
            total={orders.data.total}
            page={page}
            linkTo={(to) => ({ to: '/operate/orders', search: { ...search, page: to } })}
          />
        </>
      )}
    </Page>
  );
};
