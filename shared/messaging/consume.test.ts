import { InvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';
import { lazy } from '../lifecycle/lazy.ts';
import type { Bus } from './bus.ts';
import { consume } from './consume.ts';

const orderId = '01943ad7-ffff-7fff-bfff-ffffffffffff';

/** Basket's consumer, with dependencies that can be opened at the third try only. */
const openedLate = () => {
  const sent: unknown[] = [];
  const taken: unknown[] = [];
  let tries = 0;
  const bus = { send: async (_entity: string, messages: unknown[]) => void sent.push(...messages) } as unknown as Bus;
  const take = async (data: unknown) => void taken.push(data);
  const handler = consume({
    context: 'basket',
    dependencies: lazy(async () => {
      tries += 1;
      if (tries < 3) throw new Error('The store is away.');
      return { bus };
    }),
    handlers: { ItemChanged: take, ItemDeleted: take, OrderStarted: take, BuyerErased: take },
  });
  const deliver = (subject: string, body: unknown) =>
    handler(
      body,
      new InvocationContext({
        functionName: 'on-event',
        logHandler: () => {},
        triggerMetadata: { subject, messageId: 'm' },
      }),
    );
  return { deliver, sent, taken };
};

test('a message that comes while nothing can be opened yet waits for it, instead of being thrown back', async () => {
  const { deliver, taken } = openedLate();
  const started = { orderId, buyer: { id: 'alice' }, basketVersion: '1', lines: [] };
  await deliver('OrderStarted', started);
  expect(taken).toEqual([started]);
});

test('a message that no try can mend is put aside with the reason, once there is a bus to do so', async () => {
  const { deliver, sent, taken } = openedLate();
  await deliver('OrderStarted', { orderId });
  expect(taken).toEqual([]);
  expect(sent).toMatchObject([
    { subject: 'OrderStarted', applicationProperties: { rejectedBy: 'basket', messageId: 'm' } },
  ]);
});
