/** Payment's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { createCard } from './api/create-card.ts';
import { deleteCard } from './api/delete-card.ts';
import { getCharge } from './api/get-charge.ts';
import { getHealth } from './api/get-health.ts';
import { listCards } from './api/list-cards.ts';
import { listLedger } from './api/list-ledger.ts';
import { onEvent } from './events/on-event.ts';

app.http('payment-create-card', {
  methods: ['POST'],
  route: 'payment/cards',
  authLevel: 'function',
  handler: createCard,
});
app.http('payment-list-cards', { methods: ['GET'], route: 'payment/cards', authLevel: 'function', handler: listCards });
app.http('payment-delete-card', {
  methods: ['DELETE'],
  route: 'payment/cards/{token}',
  authLevel: 'function',
  handler: deleteCard,
});
app.http('payment-get-charge', {
  methods: ['GET'],
  route: 'payment/charges/{orderId}',
  authLevel: 'function',
  handler: getCharge,
});
app.http('payment-list-ledger', {
  methods: ['GET'],
  route: 'payment/ledger',
  authLevel: 'function',
  handler: listLedger,
});
app.http('payment-health', { methods: ['GET'], route: 'payment/health', authLevel: 'function', handler: getHealth });

app.serviceBusTopic('payment-on-event', {
  topicName,
  subscriptionName: 'payment',
  connection: busConnection,
  handler: onEvent,
});
