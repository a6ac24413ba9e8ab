/** An order asks for its stock: all of it is reserved, or none and the order is told what is missing. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import { event } from '../../../shared/messaging/publish.ts';
import type { Catalog } from '../dependencies.ts';
import type { Reservation, Shortage } from '../domain/stock.ts';

/** A sentence for the shopper, e.g. `Sold out: Night Heron Pin (3 left, 5 wanted).` */
const soldOut = (missing: readonly Shortage[], names: ReadonlyMap<string, string>): string => {
  const lines = missing.map(
    ({ itemId, wanted, available }) =>
      `${names.get(itemId) ?? 'an item that is no longer sold'} (${available} left, ${wanted} wanted)`,
  );
  return `Sold out: ${lines.join(', ')}.`.slice(0, 500);
};

const answer = async (orderId: string, attempt: number, reservation: Reservation | undefined, { items }: Catalog) => {
  const identity = { aggregate: orderId, attempt };
  if (reservation?.status === 'reserved' || reservation?.status === 'sold')
    return event('StockReserved', { orderId }, identity);
  const missing = reservation?.status === 'rejected' ? reservation.missing : [];
  const reason =
    missing.length > 0
      ? { code: 'sold-out', text: soldOut(missing, await items.names(missing.map(({ itemId }) => itemId))) }
      : { code: 'order-closed', text: 'The order was cancelled before its stock was reserved.' };
  return event('StockRejected', { orderId, reason, missing: [...missing] }, identity);
};

export const stockRequested = async (
  { orderId, attempt, lines }: EventData<'StockRequested'>,
  catalog: Catalog,
  { traceparent }: Delivery,
) => {
  const reservation = await catalog.stock.reserve(orderId, lines);
  await catalog.publish([await answer(orderId, attempt, reservation, catalog)], traceparent);
};
