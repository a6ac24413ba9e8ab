/** An order is cancelled: what it took goes back, and the order is told so. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { Catalog } from '../dependencies.ts';

export const orderCancelled = async (
  { orderId, attempt }: EventData<'OrderCancelled'>,
  { stock, publish }: Catalog,
  { traceparent }: Delivery,
) => {
  const reservation = await stock.release(orderId);
  const lines = reservation?.status === 'released' ? [...reservation.lines] : [];
  await publish([event('StockReleased', { orderId, lines }, { aggregate: orderId, attempt })], traceparent);
};
