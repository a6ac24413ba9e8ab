/** Every event that the basket consumes, by name. */
import { consume } from '../../../shared/messaging/consume.ts';
import { dependencies } from '../dependencies.ts';
import { buyerErased } from './buyer-erased.ts';
import { itemChanged } from './item-changed.ts';
import { itemDeleted } from './item-deleted.ts';
import { orderStarted } from './order-started.ts';

export const onEvent = consume({
  context: 'basket',
  dependencies,
  handlers: {
    OrderStarted: orderStarted,
    ItemChanged: itemChanged,
    ItemDeleted: itemDeleted,
    BuyerErased: buyerErased,
  },
});
