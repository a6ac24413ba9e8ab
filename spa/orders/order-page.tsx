/** One order: how it is going, live, and what can be done with it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { cancelOrder, orderQuery } from '../api/orders.ts';
import { isProblem } from '../api/problem.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient, reread } from '../api/queries.ts';
import type { Order } from '../api/types.ts';
import { tellOtherTabs } from '../basket/across-tabs.ts';
import { dateAndTime } from '../format.ts';
import { useMustPoll } from '../live/use-order-stream.ts';
import { SignedIn } from '../session/signed-in.tsx';
import type { User } from '../session/stored-user.ts';
import { LostPage } from '../shell/lost-page.tsx';
import { useTitle } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Icon } from '../ui/icons.tsx';
import { ErrorState, Loading, Notice, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { OrderFacts } from './order-facts.tsx';
import { StatusChip } from './status-chip.tsx';
import { isFinal, isMoving } from './timeline.ts';
import { TimelineView } from './timeline-view.tsx';
import { useBuyAgain } from './use-buy-again.ts';
import { usePayOtherwise, wasRefused } from './use-pay-otherwise.ts';

const route = getRouteApi('/orders/$orderId');

const movingMs = 1000;
const waitingMs = 5000;

/** How long until it is worth asking again; false for never. */
const pollingMs = (order: Order | undefined): number | false => {
  if (order === undefined) return movingMs;
  if (isFinal(order.status)) return false;
  return isMoving(order.status) ? movingMs : waitingMs;
};

const Cancel = ({ order }: { order: Order }) => {
  const [isAsking, setIsAsking] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: () => cancelOrder(order.id),
    onSuccess: () => toast({ text: texts.orders.cancelAsked }),
    onError: (error) => toast({ text: problemText(error), tone: 'alarm' }),
    onSettled: () => {
      setIsAsking(false);
      return queryClient.invalidateQueries({ queryKey: orderQuery(order.id).queryKey });
    },
  });
  return (
    <>
      <Button look="danger" icon="close" onClick={() => setIsAsking(true)}>
        {texts.orders.cancel}
      </Button>
      <Confirm
        open={isAsking}
        title={texts.orders.cancelTitle}
        text={texts.orders.cancelText}
        action={texts.orders.cancel}
        dismiss={texts.orders.keep}
        busy={isPending}
        onConfirm={() => mutate()}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
};

const BuyAgain = ({ order }: { order: Order }) => {
  const { run, isBusy } = useBuyAgain(order);
  return (
    <Button look="quiet" icon="repeat" busy={isBusy} onClick={run}>
      {texts.orders.buyAgain}
    </Button>
  );
};

const PayOtherwise = ({ order, user }: { order: Order; user: User }) => {
  const { run, isBusy } = usePayOtherwise(order, user);
  return (
    <Button icon="card" busy={isBusy} onClick={run}>
      {texts.orders.payOtherwise}
    </Button>
  );
};

interface OrderViewProps {
  order: Order;
  user: User;
  isJustPlaced: boolean;
}

const OrderView = ({ order, user, isJustPlaced }: OrderViewProps) => {
  const actions = useKeptFocus<HTMLDivElement>(order.cancellable);
  return (
    <>
      {isJustPlaced && order.status !== 'Cancelled' && (
        <Notice tone="good" className="mb-6">
          {texts.orders.thanks}
        </Notice>
      )}
      <div className="mb-8 flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-[1.9rem] whitespace-nowrap sm:text-[2.6rem] md:text-5xl">
            {texts.orders.number(order.number)}
          </h1>
          <p className="mt-2 flex flex-wrap items-center gap-3 text-soft">
            <StatusChip status={order.status} />
            {texts.orders.placedOn(dateAndTime(order.submittedAt))}
          </p>
        </div>
        <div ref={actions} className="flex flex-wrap gap-3">
          {wasRefused(order) && <PayOtherwise order={order} user={user} />}
          {order.cancellable && <Cancel order={order} />}
          <BuyAgain order={order} />
        </div>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[22rem_1fr]">
        <TimelineView order={order} />
        <OrderFacts order={order} />
      </div>
    </>
  );
};

const Arriving = ({ isJustPlaced }: { isJustPlaced: boolean }) => (
  <Loading>
    {isJustPlaced && <p className="mb-6 text-xl">{texts.orders.arriving}</p>}
    <div className="grid gap-6 lg:grid-cols-[22rem_1fr]">
      <Skeleton className="h-96 rounded-3xl" />
      <Skeleton className="h-96 rounded-3xl" />
    </div>
  </Loading>
);

/** An order that was just accepted exists a moment later. */
const arrivalMs = 60_000;

const Live = ({ orderId, user, placed }: { orderId: string; user: User; placed: boolean }) => {
  const [openedAt] = useState(() => Date.now());
  const mustPoll = useMustPoll();
  const mayArrive = (error: unknown): boolean =>
    placed && isProblem(error, 'order-not-found') && Date.now() - openedAt < arrivalMs;
  const order = useQuery({
    ...orderQuery(orderId),
    refetchInterval: ({ state }) =>
      mustPoll && (state.error && !mayArrive(state.error) ? waitingMs : pollingMs(state.data)),
  });
  const status = order.data?.status;
  useTitle(order.data ? texts.orders.number(order.data.number) : texts.orders.title);
  // Its lines leave the basket soon after it exists; when it has gone on, they have left.
  useEffect(() => {
    if (!placed || status === undefined || status === 'Submitted') return;
    reread(['basket']);
    tellOtherTabs();
  }, [status, placed]);

  if (order.data) return <OrderView order={order.data} user={user} isJustPlaced={placed} />;
  if (order.isPending || mayArrive(order.error)) return <Arriving isJustPlaced={placed} />;
  if (isProblem(order.error) && [400, 404].includes(order.error.status)) return <LostPage />;
  return <ErrorState error={order.error} onRetry={() => void order.refetch()} />;
};

export const OrderPage = () => {
  const { orderId } = route.useParams();
  const { placed = false } = route.useSearch();
  return (
    <div className="mx-auto max-w-6xl px-4 py-6 sm:px-6 md:py-10">
      <Link
        to="/orders"
        className="mb-6 inline-flex min-h-9 items-center gap-1.5 rounded-full pr-3 font-semibold text-link hover:underline"
      >
        <Icon name="left" className="size-4" /> {texts.orders.title}
      </Link>
      <SignedIn to="orders" level={1}>
        {(user) => <Live key={orderId} orderId={orderId} user={user} placed={placed} />}
      </SignedIn>
    </div>
  );
};
