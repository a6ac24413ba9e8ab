/** Payment's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { createCard } from './api/create-card.ts';
import { getCharge } from './api/get-charge.ts';
import { listCards } from './api/list-cards.ts';
import { onEvent } from './events/on-event.ts';

app.http('payment-create-card', {
  methods: ['POST'],
  route: 'payment/cards',
  authLevel: 'function',
  handler: createCard,
});
app.http('payment-list-cards', { methods: ['GET'], route: 'payment/cards', authLevel: 'function', handler: listCards });
app.http('payment-get-charge', {
  methods: ['GET'],
  route: 'payment/charges/{orderId}',
  authLevel: 'function',
  handler: getCharge,
});

app.serviceBusTopic('payment-on-event', {
  topicName,
  subscriptionName: 'payment',
  connection: busConnection,
  handler: onEvent,
});
