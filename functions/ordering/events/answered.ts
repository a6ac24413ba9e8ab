/** Another context answered, or says that it has undone something: the order's run is told. */
import type { EventData } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consume.ts';
import type { Ordering } from '../dependencies.ts';
import { isFinal } from '../domain/order.ts';
import type { Answer, Message } from '../saga/run.ts';
import { tellRun } from '../saga/tell.ts';

/** The handler of one kind of answer. */
export const answered =
  <Name extends Answer>(type: Name) =>
  async (data: EventData<Name>, { orders }: Ordering, { context }: Delivery): Promise<void> => {
    try {
      await tellRun(context, data.orderId, { type, ...data } as Message);
    } catch (error) {
      // The run of a final order may be purged; an answer that comes that late has nothing left to say.
      const status = await orders.status(data.orderId);
      if (status !== undefined && !isFinal(status)) throw error;
      context.warn(`${type} for order ${data.orderId}, which is ${status ?? 'unknown'}, came too late.`);
    }
  };
