/** Tells of the buyer's orders on whatever page is open: follows them while one is on its way, and says what has changed. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { orderQuery, ordersQuery } from '../api/orders.ts';
import { queryClient } from '../api/queries.ts';
import type { OrderSummary } from '../api/types.ts';
import { useMustPoll, useOrderStream } from '../live/use-order-stream.ts';
import { useUser } from '../session/session.ts';
import { texts } from '../texts.ts';
import { toast } from '../ui/toast.tsx';
import { changedOrders, isFinal, isMoving } from './timeline.ts';

const movingMs = 2000;
const waitingMs = 15_000;

const intervalFor = (orders: readonly OrderSummary[] | undefined): number | false => {
  if (orders?.some(({ status }) => isMoving(status))) return movingMs;
  return orders?.some(({ status }) => !isFinal(status)) ? waitingMs : false;
};

/** Of the steps of an order, those that a buyer wants to hear of wherever they are. */
const isNews = ({ status }: OrderSummary): boolean => status === 'Paid' || isFinal(status);

export const useOrderNews = (): void => {
  const user = useUser();
  const navigate = useNavigate();
  const mustPoll = useMustPoll();
  const known = useRef<readonly OrderSummary[] | undefined>(undefined);
  const { data } = useQuery({
    ...ordersQuery({ pageIndex: 0, pageSize: 10 }),
    enabled: user !== undefined,
    refetchInterval: ({ state }) => mustPoll && intervalFor(state.data?.orders),
  });
  useOrderStream(user?.id, data?.orders.some(({ status }) => !isFinal(status)) ?? false);
  useEffect(() => {
    known.current = undefined;
  }, [user?.id]);
  useEffect(() => {
    if (data === undefined) return;
    const changed = changedOrders(known.current, data.orders);
    known.current = data.orders;
    for (const order of changed) {
      void queryClient.invalidateQueries({ queryKey: orderQuery(order.id).queryKey });
      const isInView = location.pathname === `/orders/${order.id}`;
      if (isInView || !isNews(order)) continue;
      const show = () => void navigate({ to: '/orders/$orderId', params: { orderId: order.id } });
      toast({
        text: texts.orders.news(order.number, texts.orders.status[order.status]),
        ...(order.status === 'Cancelled' && { tone: 'alarm' as const }),
        action: { label: texts.orders.show, run: show },
      });
    }
  }, [data, navigate]);
};
