/** All orders of whoever is signed in, newest first. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ordersQuery } from '../api/orders.ts';
import type { OrderPage, OrderSummary } from '../api/types.ts';
import { dateOnly } from '../format.ts';
import { useMustPoll } from '../live/use-order-stream.ts';
import { SignedIn } from '../session/signed-in.tsx';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Pagination } from '../ui/pagination.tsx';
import { Price } from '../ui/price.tsx';
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { StatusChip } from './status-chip.tsx';
import { isMoving } from './timeline.ts';

const route = getRouteApi('/orders');

const pageSize = 10;
const movingMs = 2000;

const OrderCard = ({ order }: { order: OrderSummary }) => (
  <li className="relative flex flex-wrap items-center gap-x-6 gap-y-2 rounded-3xl border border-line bg-sheet p-5 shadow-card transition-shadow hover:shadow-lift">
    <div className="min-w-0 flex-1 basis-56">
      <h2 className="font-text text-lg font-semibold tracking-normal">
        <Link to="/orders/$orderId" params={{ orderId: order.id }} className="after:absolute after:inset-0">
          {texts.orders.number(order.number)}
        </Link>
      </h2>
      <p className="text-soft">
        {dateOnly(order.submittedAt)} · {texts.orders.lines(order.lineCount)}
      </p>
      {order.reason && <p className="mt-1 text-sm text-alarm">{order.reason.text}</p>}
    </div>
    <StatusChip status={order.status} />
    <Price
      minor={order.totalMinor}
      currency={order.currency}
      className="min-w-20 text-right max-sm:ml-auto text-lg font-semibold tabular-nums"
    />
    <Icon name="right" className="size-5 text-soft max-sm:hidden" />
  </li>
);

const List = ({ found, page }: { found: OrderPage; page: number }) => {
  if (found.total === 0)
    return (
      <EmptyState title={texts.orders.emptyTitle} text={texts.orders.empty}>
        <ButtonLink to="/">{texts.basket.shop}</ButtonLink>
      </EmptyState>
    );
  return (
    <>
      <ul className="space-y-4">
        {found.orders.map((order) => (
          <OrderCard key={order.id} order={order} />
        ))}
      </ul>
      <Pagination
        pageSize={pageSize}
        total={found.total}
        page={page}
        linkTo={(to) => ({ to: '/orders', search: { page: to } })}
      />
    </>
  );
};

const Orders = () => {
  const { page = 1 } = route.useSearch();
  const mustPoll = useMustPoll();
  const orders = useQuery({
    ...ordersQuery({ pageIndex: page - 1, pageSize }),
    refetchInterval: ({ state }) => mustPoll && state.data?.orders.some(({ status }) => isMoving(status)) && movingMs,
  });
  if (orders.data) return <List found={orders.data} page={page} />;
  if (orders.error) return <ErrorState error={orders.error} onRetry={() => void orders.refetch()} />;
  return (
    <Loading>
      <div className="space-y-4">
        <Skeleton className="h-24 rounded-3xl" />
        <Skeleton className="h-24 rounded-3xl" />
        <Skeleton className="h-24 rounded-3xl" />
      </div>
    </Loading>
  );
};

export const OrdersPage = () => (
  <Page title={texts.orders.title}>
    <SignedIn to="orders">{() => <Orders />}</SignedIn>
  </Page>
);
