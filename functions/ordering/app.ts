/** Ordering's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { app as durable, input } from 'durable-functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { cancelOrder } from './api/cancel-order.ts';
import { getOrder } from './api/get-order.ts';
import { listOrders } from './api/list-orders.ts';
import { onEvent } from './events/on-event.ts';
import { purgeRuns } from './events/purge-runs.ts';
import { orderSaga } from './saga/order-saga.ts';
import { orderSagaName, takeStepName } from './saga/run.ts';
import { takeStep } from './saga/take-step.ts';

const runs = { extraInputs: [input.durableClient()] };

app.http('ordering-list-orders', {
  methods: ['GET'],
  route: 'ordering/orders',
  authLevel: 'function',
  handler: listOrders,
});
app.http('ordering-get-order', {
  methods: ['GET'],
  route: 'ordering/orders/{orderId}',
  authLevel: 'function',
  handler: getOrder,
});
app.http('ordering-cancel-order', {
  methods: ['POST'],
  route: 'ordering/orders/{orderId}/cancel',
  authLevel: 'function',
  ...runs,
  handler: cancelOrder,
});

app.serviceBusTopic('ordering-on-event', {
  topicName,
  subscriptionName: 'ordering',
  connection: busConnection,
  ...runs,
  handler: onEvent,
});
app.timer('ordering-purge-runs', { schedule: '0 30 3 * * *', ...runs, handler: purgeRuns });

durable.orchestration(orderSagaName, orderSaga);
durable.activity(takeStepName, { handler: takeStep });
