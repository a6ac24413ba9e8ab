/** An order is paid: what was reserved for it is sold. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import type { Catalog } from '../dependencies.ts';

export const orderPaid = async ({ orderId }: EventData<'OrderPaid'>, { stock }: Catalog, { context }: Delivery) => {
  const reservation = await stock.sell(orderId);
  if (reservation?.status !== 'sold')
    context.warn(`Order ${orderId} is paid, but its stock is ${reservation?.status ?? 'not reserved'}.`);
};
