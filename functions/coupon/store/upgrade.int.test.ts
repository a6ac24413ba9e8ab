import { expect, test } from 'vitest';
import { openDocuments } from '../../../shared/documents/open.ts';
import { newCoupon, unused } from '../domain/coupon.ts';
import { openCoupons, usageKey } from './coupons.ts';
import { seededCoupons } from './seed.ts';
import { upgradeCoupons } from './upgrade.ts';

/** A store as the first version left it: two orders of alice are paid, one of bob is not yet. */
const openFirst = async () => {
  const store = await openDocuments('sqlite::memory:');
  const terms = seededCoupons.get('DISC-5');
  if (!terms) throw new Error('There is no such coupon.');
  const { reserved: _r, redeemed: _n, redeemedMinor: _m, entry: _e, ...first } = newCoupon('DISC-5', terms, 'seed');
  const redemptions = {
    'order-1': ['alice', 500, 'redeemed'],
    'order-2': ['bob', 400, 'reserved'],
    'order-3': ['alice', 300, 'redeemed'],
  };
  await store.collection('coupons').put('DISC-5', { ...first, redemptions });
  const claims = store.collection<object>('orders');
  for (const order of Object.keys(redemptions))
    await claims.put(order, { status: 'reserved', code: 'DISC-5', discountMinor: 1 });
  return { store, claims };
};

test('coupons of the first version keep who has them', async () => {
  const { store, claims } = await openFirst();
  expect(await upgradeCoupons(store)).toEqual(['DISC-5']);
  const coupons = openCoupons(store);
  expect(await coupons.find('DISC-5')).toMatchObject({
    version: 1,
    reserved: { 'order-2': ['bob', 400] },
    redeemed: 2,
    redeemedMinor: 800,
    entry: null,
  });
  const usage = await store.collection('usages').get(usageKey('DISC-5', 'alice'));
  expect(usage?.value).toEqual({ told: 0, redeemed: { 'order-1': 500, 'order-3': 300 } });
  const claim = { status: 'reserved', wanted: { code: 'DISC-5', buyer: 'bob' }, discountMinor: 1 };
  expect((await claims.get('order-2'))?.value).toEqual(claim);
});

test('a second time there is nothing to do, and what happened since stays', async () => {
  const { store } = await openFirst();
  await upgradeCoupons(store);
  const coupons = openCoupons(store);
  await coupons.release('order-1', { code: 'DISC-5', buyer: 'alice' });
  expect(await upgradeCoupons(store)).toEqual([]);
  const seen = await coupons.decideFor({ code: 'DISC-5', buyer: 'alice' }, (standing) => ({ outcome: standing }));
  expect(seen).toMatchObject({ coupon: { redeemed: 1 }, usage: { redeemed: { 'order-3': 300 } } });
  expect(seen?.usage).not.toEqual(unused);
});
