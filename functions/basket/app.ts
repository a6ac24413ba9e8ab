/** The basket's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { acceptPrices } from './api/accept-prices.ts';
import { addLine } from './api/add-line.ts';
import { checkout } from './api/checkout.ts';
import { clearBasket } from './api/clear-basket.ts';
import { getBasket } from './api/get-basket.ts';
import { getHealth } from './api/get-health.ts';
import { mergeLines } from './api/merge-lines.ts';
import { removeLine } from './api/remove-line.ts';
import { replaceLines } from './api/replace-lines.ts';
import { setLine } from './api/set-line.ts';
import { onEvent } from './events/on-event.ts';

app.http('basket-get', { methods: ['GET'], route: 'basket/baskets/me', authLevel: 'function', handler: getBasket });
app.http('basket-replace', {
  methods: ['PUT'],
  route: 'basket/baskets/me',
  authLevel: 'function',
  handler: replaceLines,
});
app.http('basket-clear', {
  methods: ['DELETE'],
  route: 'basket/baskets/me',
  authLevel: 'function',
  handler: clearBasket,
});
app.http('basket-add-line', {
  methods: ['POST'],
  route: 'basket/baskets/me/lines',
  authLevel: 'function',
  handler: addLine,
});
app.http('basket-set-line', {
  methods: ['PUT'],
  route: 'basket/baskets/me/lines/{itemId}',
  authLevel: 'function',
  handler: setLine,
});
app.http('basket-remove-line', {
  methods: ['DELETE'],
  route: 'basket/baskets/me/lines/{itemId}',
  authLevel: 'function',
  handler: removeLine,
});
app.http('basket-merge', {
  methods: ['POST'],
  route: 'basket/baskets/me/merge',
  authLevel: 'function',
  handler: mergeLines,
});
app.http('basket-accept-prices', {
  methods: ['POST'],
  route: 'basket/baskets/me/seen',
  authLevel: 'function',
  handler: acceptPrices,
});
app.http('basket-checkout', {
  methods: ['POST'],
  route: 'basket/baskets/me/checkout',
  authLevel: 'function',
  handler: checkout,
});
app.http('basket-health', { methods: ['GET'], route: 'basket/health', authLevel: 'function', handler: getHealth });

app.serviceBusTopic('basket-on-event', {
  topicName,
  subscriptionName: 'basket',
  connection: busConnection,
  handler: onEvent,
});
