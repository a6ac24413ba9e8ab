/** Coupon's Function App: every trigger it has. */
import { app } from '@azure/functions';
import { topicName } from '../../shared/contracts/topology.ts';
import { busConnection } from '../../shared/messaging/settings.ts';
import { changeCoupon } from './api/change-coupon.ts';
import { createCoupon } from './api/create-coupon.ts';
import { disableCoupon, enableCoupon } from './api/enable-coupon.ts';
import { getCoupon } from './api/get-coupon.ts';
import { getHealth } from './api/get-health.ts';
import { listCoupons } from './api/list-coupons.ts';
import { quoteCoupon } from './api/quote-coupon.ts';
import { onEvent } from './events/on-event.ts';

app.http('coupon-quote', {
  methods: ['GET'],
  route: 'coupon/coupons/{code}/quote',
  authLevel: 'function',
  handler: quoteCoupon,
});
app.http('coupon-list', { methods: ['GET'], route: 'coupon/coupons', authLevel: 'function', handler: listCoupons });
app.http('coupon-create', { methods: ['POST'], route: 'coupon/coupons', authLevel: 'function', handler: createCoupon });
app.http('coupon-get', { methods: ['GET'], route: 'coupon/coupons/{code}', authLevel: 'function', handler: getCoupon });
app.http('coupon-change', {
  methods: ['PUT'],
  route: 'coupon/coupons/{code}',
  authLevel: 'function',
  handler: changeCoupon,
});
app.http('coupon-disable', {
  methods: ['POST'],
  route: 'coupon/coupons/{code}/disable',
  authLevel: 'function',
  handler: disableCoupon,
});
app.http('coupon-enable', {
  methods: ['POST'],
  route: 'coupon/coupons/{code}/enable',
  authLevel: 'function',
  handler: enableCoupon,
});
app.http('coupon-health', { methods: ['GET'], route: 'coupon/health', authLevel: 'function', handler: getHealth });

app.serviceBusTopic('coupon-on-event', {
  topicName,
  subscriptionName: 'coupon',
  connection: busConnection,
  handler: onEvent,
});
