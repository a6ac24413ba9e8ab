/** One order for those who see it through: what it is, what can be done, and how its run went. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { anyOrderQuery } from '../api/operate.ts';
import { isProblem } from '../api/problem.ts';
import type { Order } from '../api/types.ts';
import { dateAndTime } from '../format.ts';
import { OrderFacts } from '../orders/order-facts.tsx';
import { StatusChip } from '../orders/status-chip.tsx';
import { isFinal, isMoving } from '../orders/timeline.ts';
import { TimelineView } from '../orders/timeline-view.tsx';
import { LostPage } from '../shell/lost-page.tsx';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { OrderActions } from './order-actions.tsx';
import { BackLink } from './parts.tsx';
import { RunView } from './run-view.tsx';

const route = getRouteApi('/operate/orders/$orderId');

const refreshMs = (order: Order | undefined): number | false => {
  if (order === undefined || isFinal(order.status)) return false;
  return isMoving(order.status) ? 1000 : 3000;
};

const Facts = ({ order }: { order: Order }) => (
  <p className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2">
    <StatusChip status={order.status} />
    <span>
      {operatorTexts.order.buyer}: <strong>{order.buyer.name ?? operatorTexts.order.nobody}</strong>
    </span>
    <span className="text-soft">{dateAndTime(order.submittedAt)}</span>
  </p>
);

export const OperatedOrderPage = () => {
  const { orderId } = route.useParams();
  const {
    data: order,
    error,
    refetch,
  } = useQuery({
    ...anyOrderQuery(orderId),
    refetchInterval: ({ state }) => refreshMs(state.data),
  });
  if (isProblem(error) && [400, 404].includes(error.status)) return <LostPage />;
  return (
    <Page
      title={order ? texts.orders.number(order.number) : texts.common.loading}
      above={<BackLink to="/operate/orders" text={operatorTexts.orders} />}
      aside={order && <OrderActions order={order} />}
    >
      {order && (
        <>
          <Facts order={order} />
          <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
            <TimelineView order={order} />
            <OrderFacts order={order} />
          </div>
          <div className="mt-6">
            <RunView orderId={orderId} refreshMs={refreshMs(order) || 1000} isExpected={!isFinal(order.status)} />
          </div>
        </>
      )}
      {!order && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!order && !error && (
        <Loading>
          <Skeleton className="h-96 rounded-3xl" />
        </Loading>
      )}
    </Page>
  );
};
