/** Every event that the catalog consumes, by name. */
import { consume } from '../../../shared/messaging/consume.ts';
import { dependencies } from '../dependencies.ts';
import { orderCancelled } from './order-cancelled.ts';
import { orderPaid } from './order-paid.ts';
import { stockRequested } from './stock-requested.ts';

export const onEvent = consume({
  context: 'catalog',
  dependencies,
  handlers: { StockRequested: stockRequested, OrderPaid: orderPaid, OrderCancelled: orderCancelled },
});
