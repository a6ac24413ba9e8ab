/** Ordering's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { app as durable, input } from 'durable-functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { eraseBuyer, getBuyer, putAddress, removeAddress } from './api/buyer.ts';
import { cancelOrder } from './api/cancel-order.ts';
import { getHealth } from './api/get-health.ts';
import { getOrder } from './api/get-order.ts';
import { getRun } from './api/get-run.ts';
import { listOrders } from './api/list-orders.ts';
import { cancelAnyOrder, getAnyOrder, listAllOrders, shipOrder } from './api/operate-orders.ts';
import { streamOrders } from './api/stream-orders.ts';
import { onEvent } from './events/on-event.ts';
import { purgeRuns } from './events/purge-runs.ts';
import { reportLateOrders } from './events/report-late-orders.ts';
import { orderSaga } from './saga/order-saga.ts';
import { orderSagaName, takeStepName } from './saga/run.ts';
import { takeStep } from './saga/take-step.ts';

// For ordering-stream-orders; it holds for every HTTP function of the app, and of the root's bundle of all apps.
app.setup({ enableHttpStream: true });

const authLevel = 'function';
/** Functions that start, tell or read runs. */
const runs = { extraInputs: [input.durableClient()] };

app.http('ordering-list-orders', { methods: ['GET'], route: 'ordering/orders', authLevel, handler: listOrders });
app.http('ordering-stream-orders', {
  methods: ['GET'],
  route: 'ordering/orders/stream',
  authLevel,
  handler: streamOrders,
});
app.http('ordering-get-order', { methods: ['GET'], route: 'ordering/orders/{orderId}', authLevel, handler: getOrder });
app.http('ordering-cancel-order', {
  methods: ['POST'],
  route: 'ordering/orders/{orderId}/cancel',
  authLevel,
  ...runs,
  handler: cancelOrder,
});
app.http('ordering-ship-order', {
  methods: ['POST'],
  route: 'ordering/orders/{orderId}/ship',
  authLevel,
  ...runs,
  handler: shipOrder,
});

app.http('ordering-get-buyer', { methods: ['GET'], route: 'ordering/buyers/me', authLevel, handler: getBuyer });
app.http('ordering-erase-buyer', { methods: ['DELETE'], route: 'ordering/buyers/me', authLevel, handler: eraseBuyer });
app.http('ordering-put-address', {
  methods: ['PUT'],
  route: 'ordering/buyers/me/addresses/{addressId}',
  authLevel,
  handler: putAddress,
});
app.http('ordering-remove-address', {
  methods: ['DELETE'],
  route: 'ordering/buyers/me/addresses/{addressId}',
  authLevel,
  handler: removeAddress,
});

app.http('ordering-list-all-orders', {
  methods: ['GET'],
  route: 'ordering/admin/orders',
  authLevel,
  handler: listAllOrders,
});
app.http('ordering-get-any-order', {
  methods: ['GET'],
  route: 'ordering/admin/orders/{orderId}',
  authLevel,
  handler: getAnyOrder,
});
app.http('ordering-cancel-any-order', {
  methods: ['POST'],
  route: 'ordering/admin/orders/{orderId}/cancel',
  authLevel,
  ...runs,
  handler: cancelAnyOrder,
});
app.http('ordering-get-run', {
  methods: ['GET'],
  route: 'ordering/admin/orders/{orderId}/run',
  authLevel,
  ...runs,
  handler: getRun,
});
app.http('ordering-health', { methods: ['GET'], route: 'ordering/health', authLevel, handler: getHealth });

app.serviceBusTopic('ordering-on-event', {
  topicName,
  subscriptionName: 'ordering',
  connection: busConnection,
  ...runs,
  handler: onEvent,
});
app.timer('ordering-purge-runs', { schedule: '0 30 3 * * *', ...runs, handler: purgeRuns });
app.timer('ordering-report-late-orders', { schedule: '0 */5 * * * *', handler: reportLateOrders });

durable.orchestration(orderSagaName, orderSaga);
durable.activity(takeStepName, { handler: takeStep });
