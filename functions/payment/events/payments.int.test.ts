import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocumentStore, PutOptions } from '../../../shared/documents/documents.ts';
import { openDocuments } from '../../../shared/documents/open.ts';
import type { Outgoing, Publish } from '../../../shared/messaging/publish.ts';
import type { ChargeRecord } from '../domain/charge.ts';
import type { ChargeOrder, Provider, RefundOrder } from '../provider/provider.ts';
import { type BookEntry, openSimulatedProvider } from '../provider/simulated.ts';
import { withTimeLimit } from '../provider/time-limit.ts';
import { openWallets } from '../store/wallets.ts';
import { buyerErased } from './buyer-erased.ts';
import { orderCancelled } from './order-cancelled.ts';
import { paymentRequested } from './payment-requested.ts';

const orderId = '0198c0de-0000-5000-8000-000000000001';
const now = () => Date.UTC(2026, 10, 22);
const reason = { code: 'buyer', text: 'The buyer changed their mind.' };

/** `limitSeconds` is for how long a provider is waited for that does not answer. */
const openPayment = async (number = '4242424242424242', limitSeconds = 10) => {
  const store: DocumentStore = await openDocuments('sqlite::memory:', now);
  const provider = withTimeLimit(openSimulatedProvider(store, { lateSeconds: 0.05 }), limitSeconds);
  const wallets = openWallets(store);
  const sent: Outgoing[] = [];
  const publish: Publish = async (outgoing) => void sent.push(...outgoing);
  const payment = { wallets, charges: store.collection<ChargeRecord>('charges'), provider, now, publish };
  const expiry = { month: 11, year: 2026 };
  const reference = await provider.register({ number, holder: 'Alice', expiry, securityCode: '737' });
  await wallets.add('alice', { token: 'token-1', brand: 'Visa', last4: number.slice(-4), expiry, reference });

  type Override = Partial<typeof payment>;
  const request = {
    orderId,
    attempt: 1,
    buyer: { id: 'alice' },
    amountMinor: 2500,
    currency: 'USD',
    cardToken: 'token-1',
  };
  const ask = (attempt = 1, buyer = 'alice', override: Override = {}) =>
    paymentRequested({ ...request, attempt, buyer: { id: buyer } }, { ...payment, ...override }, {});
  const askFor = (amountMinor: number) => paymentRequested({ ...request, amountMinor }, payment, {});
  const cancel = (attempt = 1, override: Override = {}) =>
    orderCancelled({ orderId, attempt, reason }, { ...payment, ...override }, {});
  const book = async () => (await store.collection<BookEntry>('simulated-provider').get(orderId))?.value;
  const answers = () => sent.map(({ type, data }) => ({ type, ...data }));
  return { ...payment, ask, askFor, cancel, book, answers, sent };
};

describe('an order that asks for its money', () => {
  test('is charged once, however often it asks, and gets the same answer', async () => {
    const { ask, book, answers, sent } = await openPayment();
    await ask(1);
    await ask(2);
    const entry = await book();
    expect(entry).toMatchObject({ status: 'charged', amountMinor: 2500, refundedMinor: 0 });
    const chargeId = entry?.status === 'charged' && entry.chargeId;
    const succeeded = { type: 'PaymentSucceeded', orderId, chargeId, card: { brand: 'Visa', last4: '4242' } };
    expect(answers()).toEqual([succeeded, succeeded]);
    expect(sent.map(({ messageId }) => messageId)).toEqual([
      `${orderId}/PaymentSucceeded/1/1`,
      `${orderId}/PaymentSucceeded/1/2`,
    ]);
  });

  test.each([
    ['4000000000000002', 'card-declined'],
    ['4000000000009995', 'insufficient-funds'],
  ])('is told why the card %s was declined', async (number, code) => {
    const { ask, answers } = await openPayment(number);
    await ask(1);
    await ask(2);
    const declined = {
      type: 'PaymentDeclined',
      orderId,
      reason: { code, text: expect.stringMatching(/\.$/) as string },
    };
    expect(answers()).toEqual([declined, declined]);
  });

  test('for nothing, because a coupon covers all of it, is told so without the provider being asked', async () => {
    const { askFor, cancel, answers, book } = await openPayment();
    await askFor(0);
    await cancel();
    expect(answers()).toMatchObject([
      { type: 'PaymentSucceeded', chargeId: 'nothing-to-pay' },
      { type: 'PaymentRefunded', refundedMinor: 0 },
    ]);
    expect(await book()).toBeUndefined();
  });

  test('is charged once when the provider’s answer is lost: the charge stays open and is asked for again', async () => {
    const { ask, book, answers, charges } = await openPayment('4000000000000119', 0.5);
    await expect(ask(1)).rejects.toThrow('did not answer');
    expect((await charges.get(orderId))?.value.status).toBe('charging');
    const booked = await book();
    await ask(2);
    expect(answers()).toMatchObject([
      { type: 'PaymentSucceeded', chargeId: booked?.status === 'charged' && booked.chargeId },
    ]);
    expect(await book()).toEqual(booked);
  });

  test('gets its answer late from a slow provider, also when it has asked again meanwhile', async () => {
    const { ask, answers } = await openPayment('4000000000000127');
    await Promise.all([ask(1), ask(2)]);
    expect(answers()).toMatchObject([{ type: 'PaymentSucceeded' }, { type: 'PaymentSucceeded' }]);
    const [first, second] = answers();
    expect(first).toEqual(second);
  });

  test('with the card of somebody else is declined, and the provider is never asked', async () => {
    const { ask, answers, book } = await openPayment();
    await ask(1, 'mallory');
    expect(answers()).toMatchObject([{ type: 'PaymentDeclined', reason: { code: 'card-unknown' } }]);
    expect(await book()).toBeUndefined();
  });

  test('is answered before the message is done: what could not be sent is asked again and charged no second time', async () => {
    const { ask, answers, book } = await openPayment();
    const publish = () => Promise.reject(new Error('The broker is away.'));
    await expect(ask(1, 'alice', { publish })).rejects.toThrow('away');
    const charged = await book();
    await ask(1);
    expect(await book()).toEqual(charged);
    expect(answers()).toMatchObject([{ type: 'PaymentSucceeded' }]);
  });
});

describe('an order that is cancelled', () => {
  test('gets back what it was charged, once', async () => {
    const { ask, cancel, book, answers } = await openPayment();
    await ask();
    await cancel(1);
    await cancel(2);
    const refunded = { type: 'PaymentRefunded', orderId, refundedMinor: 2500 };
    expect(answers().slice(1)).toEqual([refunded, refunded]);
    expect(await book()).toMatchObject({ amountMinor: 2500, refundedMinor: 2500 });
  });

  test('before it asked is never charged', async () => {
    const { ask, cancel, book, answers } = await openPayment();
    await cancel();
    await ask();
    expect(answers()).toMatchObject([
      { type: 'PaymentRefunded', refundedMinor: 0 },
      { type: 'PaymentDeclined', reason: { code: 'order-closed' } },
    ]);
    expect(await book()).toBeUndefined();
  });

  test('after its card was declined gets nothing back', async () => {
    const { ask, cancel, answers } = await openPayment('4000000000000002');
    await ask();
    await cancel();
    expect(answers()[1]).toEqual({ type: 'PaymentRefunded', orderId, refundedMinor: 0 });
  });

  test('while the provider is at it waits for the outcome and gives it back', async () => {
    const { ask, cancel, book, answers, provider } = await openPayment();
    const lost: Provider = {
      ...provider,
      charge: async (order) => {
        await provider.charge(order);
        throw new Error('The answer was lost.');
      },
    };
    await expect(ask(1, 'alice', { provider: lost })).rejects.toThrow('lost');
    await cancel();
    await ask(2);
    expect(await book()).toMatchObject({ amountMinor: 2500, refundedMinor: 2500 });
    expect(answers()).toMatchObject([
      { type: 'PaymentRefunded', refundedMinor: 2500 },
      { type: 'PaymentDeclined', reason: { code: 'order-closed' } },
    ]);
  });
});

describe('a buyer who is forgotten', () => {
  test('leaves no card, and charges that are nobody’s and can still be given back', async () => {
    const payment = await openPayment();
    await payment.ask();
    await buyerErased({ buyerId: 'alice' }, payment);
    await buyerErased({ buyerId: 'alice' }, payment);
    expect(await payment.wallets.list('alice')).toEqual([]);
    expect(await payment.wallets.orders('alice')).toEqual([]);
    const kept = async () => (await payment.charges.get(orderId))?.value;
    expect(await kept()).toMatchObject({ status: 'charged', buyerId: null, card: null, amountMinor: 2500 });
    await payment.cancel();
    expect(await kept()).toMatchObject({ status: 'refunded', buyerId: null, refundedMinor: 2500 });
  });

  test('who never had a card or an order is forgotten already', async () => {
    const payment = await openPayment();
    await buyerErased({ buyerId: 'nobody' }, payment);
    expect(await payment.wallets.list('alice')).toHaveLength(1);
  });

  test('is forgotten wholly when the first attempt is broken off', async () => {
    const payment = await openPayment();
    await payment.ask();
    const put = () => Promise.reject(new Error('The store is away.'));
    await expect(
      buyerErased({ buyerId: 'alice' }, { ...payment, charges: { ...payment.charges, put } }),
    ).rejects.toThrow('away');
    await buyerErased({ buyerId: 'alice' }, payment);
    expect((await payment.charges.get(orderId))?.value).toMatchObject({ buyerId: null });
  });
});

test('whichever way asking and cancelling race, what is charged comes back and is told as it was', async () => {
  const events = fc.shuffledSubarray(['ask', 'ask', 'cancel', 'cancel'], { minLength: 2 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), events, async (scheduler, raced) => {
      const payment = await openPayment();
      const { charges, provider } = payment;
      const override = {
        charges: {
          ...charges,
          get: scheduler.scheduleFunction((key: string) => charges.get(key)),
          put: scheduler.scheduleFunction((key: string, value: ChargeRecord, options?: PutOptions) =>
            charges.put(key, value, options),
          ),
        },
        provider: {
          ...provider,
          charge: scheduler.scheduleFunction((order: ChargeOrder) => provider.charge(order)),
          refund: scheduler.scheduleFunction((order: RefundOrder) => provider.refund(order)),
        },
      };
      const all = raced.map((name) =>
        name === 'ask' ? payment.ask(1, 'alice', override) : payment.cancel(1, override),
      );
      await scheduler.waitFor(Promise.all(all));

      const entry = await payment.book();
      const charged = entry?.amountMinor ?? 0;
      expect(entry?.refundedMinor ?? 0).toBe(raced.includes('cancel') ? charged : 0);
      const refunds = payment.answers().filter(({ type }) => type === 'PaymentRefunded');
      expect(refunds).toHaveLength(raced.filter((name) => name === 'cancel').length);
      expect(refunds).toEqual(refunds.map((answer) => ({ ...answer, refundedMinor: charged })));
    }),
    { numRuns: 60 },
  );
});
