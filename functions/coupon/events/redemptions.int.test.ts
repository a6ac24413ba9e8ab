import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PutOptions } from '../../../shared/documents/documents.ts';
import { openDocuments } from '../../../shared/documents/open.ts';
import type { Outgoing, Publish } from '../../../shared/messaging/publish.ts';
import { digestOf } from '../digest.ts';
import type { Claim } from '../domain/claim.ts';
import { newCoupon, setEnabled, type Terms, type Usage, unused } from '../domain/coupon.ts';
import { told } from '../domain/redemption.ts';
import { openCoupons } from '../store/coupons.ts';
import { couponRequested } from './coupon-requested.ts';
import { orderCancelled } from './order-cancelled.ts';
import { orderPaid } from './order-paid.ts';

const code = 'DISC-5';
const reason = { code: 'buyer', text: 'The buyer changed their mind.' };
const orderOf = (number: number) => `0198c0de-0000-5000-8000-${String(number).padStart(12, '0')}`;
const order = orderOf(1);

const terms: Terms = {
  description: '$5 off',
  discount: { kind: 'fixed', amountMinor: 500 },
  currency: 'USD',
  minimumSubtotalMinor: 0,
  validFrom: null,
  validUntil: null,
  totalLimit: 3,
  perBuyerLimit: null,
};

/** What an app does to its stores: the tests schedule it or break it off. */
type Effect = <T>(work: () => Promise<T>) => Promise<T>;
const atOnce: Effect = (work) => work();

const openCoupon = async (limits: Partial<Terms> = {}) => {
  const store = await openDocuments('sqlite::memory:');
  const sent: Outgoing[] = [];

  /** The app on the one store; every access to it goes through `effect`. */
  const appWith = (effect: Effect) => {
    const collection = <T>(name: string) => {
      const documents = store.collection<T>(name);
      return {
        ...documents,
        get: (key: string) => effect(() => documents.get(key)),
        getMany: (keys: readonly string[]) => effect(() => documents.getMany(keys)),
        put: (key: string, value: T, options?: PutOptions) => effect(() => documents.put(key, value, options)),
      };
    };
    const publish: Publish = (outgoing) => effect(async () => void sent.push(...outgoing));
    return {
      coupons: openCoupons({ ...store, collection }),
      claims: collection<Claim>('orders'),
      publish,
      now: () => Date.UTC(2026, 10, 22),
    };
  };

  /** The app, something happening just before the first time that it reads a document of a collection. */
  const slowToRead = (name: string, meanwhile: () => Promise<unknown>) => {
    let left = 1;
    const collection = <T>(wanted: string) => {
      const documents = store.collection<T>(wanted);
      const get = async (key: string) => {
        if (wanted === name && (left -= 1) === 0) await meanwhile();
        return documents.get(key);
      };
      return { ...documents, get };
    };
    return { ...appWith(atOnce), coupons: openCoupons({ ...store, collection }) };
  };

  const app = appWith(atOnce);
  await app.coupons.add(newCoupon(code, { ...terms, ...limits }, 'test'));
  const requestOf = (orderId: string, buyer: string) => ({
    orderId,
    attempt: 1,
    buyer: { id: buyer },
    code,
    subtotalMinor: 2000,
    currency: 'USD',
  });
  return {
    ...app,
    sent,
    appWith,
    slowToRead,
    ask: (orderId = order, buyer = 'alice', by = app) => couponRequested(requestOf(orderId, buyer), by, {}),
    askWith: (override: object) => couponRequested({ ...requestOf(order, 'alice'), ...override }, app, {}),
    cancel: (orderId = order, by = app) => orderCancelled({ orderId, attempt: 1, reason }, by, {}),
    pay: (orderId = order, by = app) => orderPaid({ orderId }, by),
    answers: () => sent.map(({ type, data }) => ({ type, ...data })),
    /** Who has the coupon, by order: `reserved`, or for good. */
    redemptions: async (): Promise<Record<string, string>> => {
      const { reserved = {}, redeemed, entry } = (await app.coupons.find(code)) ?? {};
      const usages = new Map(
        (await store.collection<Usage>('usages').list({ limit: 1000 })).map((one) => [one.key, one.value]),
      );
      // The last entry counts, whether it has been told already or not.
      const key = `${code}/${entry?.buyer}`;
      if (entry) usages.set(key, told(usages.get(key) ?? unused, entry));
      const final = [...usages.values()].flatMap((usage) => Object.keys(usage.redeemed));
      expect(final).toHaveLength(redeemed ?? 0);
      return Object.fromEntries([
        ...Object.keys(reserved).map((orderId) => [orderId, 'reserved']),
        ...final.map((orderId) => [orderId, 'redeemed']),
      ]) as Record<string, string>;
    },
  };
};

const typesOf = ({ sent }: { sent: Outgoing[] }) => sent.map(({ type }) => type);

describe('an order that asks for a coupon', () => {
  test('gets one redemption, however often it asks, and the same answer', async () => {
    const coupon = await openCoupon({ perBuyerLimit: 1 });
    await coupon.ask();
    await coupon.coupons.change(code, (current) => setEnabled(current, false));
    await coupon.ask();
    const reserved = { type: 'CouponReserved', orderId: order, code, discountMinor: 500 };
    expect(coupon.answers()).toEqual([reserved, reserved]);
    expect(await coupon.redemptions()).toEqual({ [order]: 'reserved' });
    expect(JSON.stringify(await coupon.coupons.find(code))).not.toContain('alice');
  });

  test('is refused with a reason, and again with the same when it could have it by then', async () => {
    const coupon = await openCoupon({ totalLimit: 1 });
    await coupon.ask(orderOf(2), 'bob');
    await coupon.ask();
    await coupon.cancel(orderOf(2));
    await coupon.ask();
    const refused = {
      type: 'CouponRejected',
      orderId: order,
      reason: { code: 'coupon-used-up', text: 'This coupon is used up.' },
    };
    expect(coupon.answers().filter((answer) => 'orderId' in answer && answer.orderId === order)).toEqual([
      refused,
      refused,
    ]);
    expect(await coupon.redemptions()).toEqual({});
  });

  test.each([
    [{ code: 'NO-SUCH' }, 'coupon-unknown'],
    [{ currency: 'EUR' }, 'coupon-other-currency'],
    [{ subtotalMinor: 999 }, 'coupon-minimum-not-reached'],
  ])('with %j is told %s', async (override, refusal) => {
    const coupon = await openCoupon({ minimumSubtotalMinor: 1000 });
    await coupon.askWith(override);
    expect(coupon.answers()).toMatchObject([{ type: 'CouponRejected', reason: { code: refusal } }]);
  });
});

describe('an order', () => {
  test('that is paid has its redemption for good; told twice it is the same', async () => {
    const coupon = await openCoupon();
    await coupon.ask();
    await coupon.pay();
    await coupon.pay();
    expect(await coupon.redemptions()).toEqual({ [order]: 'redeemed' });
    expect(await coupon.coupons.find(code)).toMatchObject({ reserved: {}, redeemed: 1, redeemedMinor: 500 });
  });

  test('that is cancelled, even when paid, gives it back once, and somebody else can have it', async () => {
    const coupon = await openCoupon({ totalLimit: 1 });
    await coupon.ask();
    await coupon.pay();
    await coupon.cancel();
    await coupon.ask(orderOf(2), 'bob');
    await coupon.cancel();
    await coupon.pay();
    expect(typesOf(coupon)).toEqual(['CouponReserved', 'CouponReleased', 'CouponReserved', 'CouponReleased']);
    expect(Object.keys(await coupon.redemptions())).toEqual([orderOf(2)]);
  });

  test('that is cancelled before it asked is closed to a late request', async () => {
    const coupon = await openCoupon();
    await coupon.cancel();
    await coupon.ask();
    expect(coupon.answers()).toMatchObject([
      { type: 'CouponReleased' },
      { type: 'CouponRejected', reason: { code: 'order-closed' } },
    ]);
    expect(await coupon.redemptions()).toEqual({});
  });

  test('without a coupon is paid and cancelled like any other', async () => {
    const coupon = await openCoupon();
    await coupon.pay();
    await coupon.cancel();
    expect(typesOf(coupon)).toEqual(['CouponReleased']);
  });

  test('that was cancelled while its killed asker held a redemption stands in nobody’s way', async () => {
    const coupon = await openCoupon({ totalLimit: 1 });
    await coupon.ask();
    await coupon.claims.put(order, { status: 'closed', wanted: { code, buyer: digestOf(code, 'alice') } });
    await coupon.ask(orderOf(2), 'bob');
    expect(Object.keys(await coupon.redemptions())).toEqual([orderOf(2)]);
  });
});

test('a buyer who is looked at while an order of theirs is being paid has it once, not twice', async () => {
  const coupon = await openCoupon({ perBuyerLimit: 2 });
  await coupon.ask(orderOf(1));
  const slow = coupon.slowToRead('usages', async () => {
    await coupon.pay(orderOf(1));
    await coupon.ask(orderOf(3), 'bob');
    await coupon.pay(orderOf(3));
  });
  await coupon.ask(orderOf(2), 'alice', slow);
  expect(await coupon.redemptions()).toEqual({
    [orderOf(1)]: 'redeemed',
    [orderOf(2)]: 'reserved',
    [orderOf(3)]: 'redeemed',
  });
});

test('of two paid orders of one buyer each counts, one after the other', async () => {
  const coupon = await openCoupon({ perBuyerLimit: 2 });
  for (const number of [1, 2, 3]) {
    await coupon.ask(orderOf(number));
    await coupon.pay(orderOf(number));
  }
  expect(await coupon.redemptions()).toEqual({ [orderOf(1)]: 'redeemed', [orderOf(2)]: 'redeemed' });
  expect(coupon.answers().at(-1)).toMatchObject({ reason: { code: 'coupon-limit-per-buyer' } });
});

describe('of fifty orders at once', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => orderOf(index + 1));
  const outcome = async (coupon: Awaited<ReturnType<typeof openCoupon>>, buyerOf: (orderId: string) => string) => {
    // An access takes a turn of the event loop, so that all fifty really are between reading and writing.
    const turn: Effect = async (work) => {
      await new Promise((resolve) => setImmediate(resolve));
      return work();
    };
    const app = coupon.appWith(turn);
    await Promise.all(fifty.map((orderId) => coupon.ask(orderId, buyerOf(orderId), app)));
    const winners = coupon.sent
      .filter(({ type }) => type === 'CouponReserved')
      .map(({ correlationId }) => correlationId);
    expect(Object.keys(await coupon.redemptions()).sort()).toEqual(winners.sort());
    expect(coupon.sent).toHaveLength(50);
    const reasons = new Set(
      coupon.answers().flatMap((answer) => ('reason' in answer && answer.reason ? [answer.reason.code] : [])),
    );
    return { winners: winners.length, reasons: [...reasons] };
  };

  test('three get a coupon with three redemptions', async () => {
    const coupon = await openCoupon({ totalLimit: 3 });
    expect(await outcome(coupon, (orderId) => `buyer of ${orderId}`)).toEqual({
      winners: 3,
      reasons: ['coupon-used-up'],
    });
  });

  test('of the same buyer one gets a coupon for one per buyer', async () => {
    const coupon = await openCoupon({ totalLimit: 100, perBuyerLimit: 1 });
    expect(await outcome(coupon, () => 'alice')).toEqual({ winners: 1, reasons: ['coupon-limit-per-buyer'] });
  });
});

/** An app that is killed after some accesses to its stores. */
const dyingAfter = (accesses: number, effect: Effect): Effect => {
  let left = accesses;
  return (work) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error('Killed.')) : effect(work);
  };
};

test('however two orders ask, are paid and cancelled, killed anywhere and delivered again: limits hold, answers agree, nothing is left over', async () => {
  const message = fc.record({
    order: fc.constantFrom(1, 2),
    event: fc.constantFrom('ask', 'ask', 'cancel', 'pay' as const),
    lives: fc.array(fc.nat({ max: 14 }), { maxLength: 2 }),
  });
  const messages = fc.array(message, { minLength: 1, maxLength: 7 });
  // Only one of the orders can have it: because it is the last one, or because both are of one buyer.
  const limits = fc.constantFrom({ totalLimit: 1 }, { totalLimit: 9, perBuyerLimit: 1 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), messages, limits, async (scheduler, delivered, limit) => {
      const coupon = await openCoupon(limit);
      const buyerOf = (orderId: string) => ('perBuyerLimit' in limit ? 'alice' : orderId);
      const scheduled: Effect = (work) => scheduler.schedule(Promise.resolve()).then(work);
      const handle = (event: string, orderId: string, app: typeof coupon) => {
        if (event === 'ask') return coupon.ask(orderId, buyerOf(orderId), app);
        return event === 'cancel' ? coupon.cancel(orderId, app) : coupon.pay(orderId, app);
      };
      const deliver = async ({ order, event, lives }: (typeof delivered)[number]) => {
        for (const accesses of lives) {
          const app = { ...coupon, ...coupon.appWith(dyingAfter(accesses, scheduled)) };
          const done = await handle(event, orderOf(order), app).then(
            () => true,
            () => false,
          );
          if (done) return;
        }
        await handle(event, orderOf(order), { ...coupon, ...coupon.appWith(scheduled) });
        const taken = Object.keys(await coupon.redemptions()).length;
        expect(taken).toBeLessThanOrEqual(1);
      };
      await scheduler.waitFor(Promise.all(delivered.map(deliver)));

      const held = await coupon.redemptions();
      for (const orderId of [orderOf(1), orderOf(2)]) {
        const ofIt = delivered.filter(({ order }) => orderOf(order) === orderId);
        const events = new Set<string>(ofIt.map(({ event }) => event));
        const ofOrder = coupon.sent.filter(({ correlationId }) => correlationId === orderId);
        const answers = new Set(ofOrder.map(({ type }) => type));
        const isHeld = orderId in held;
        const found = events.has('cancel') ? { isHeld } : { isHeld, answers: answers.size };
        const right = { isHeld: answers.has('CouponReserved'), answers: events.has('ask') ? 1 : 0 };
        expect(found).toEqual(events.has('cancel') ? { isHeld: false } : right);
      }
    }),
    { numRuns: 300 },
  );
});
