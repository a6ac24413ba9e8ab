import { expect, test } from 'vitest';
import { type Draft, parseDraft, stepFor } from './draft.ts';

const address = { name: 'Alice', street: '1 Quay Road', city: 'Lerwick', postalCode: 'ZE1 0AA', country: 'Scotland' };
const card = { token: 't', brand: 'Visa', last4: '4242', expiry: { month: 1, year: 2030 } };
const draft: Draft = {
  userId: 'alice',
  orderKey: 'key-1',
  address,
  card,
  couponCode: 'CREW-10',
  cardProblem: 'Declined',
};
const read = (text: string | null) => parseDraft(text, 'alice', () => 'key-2');

test('a draft survives a reload', () => {
  expect(read(JSON.stringify(draft))).toEqual(draft);
});

test("nobody finds somebody else's draft", () => {
  expect(read(JSON.stringify({ ...draft, userId: 'bob' }))).toEqual({ userId: 'alice', orderKey: 'key-2' });
});

test('what is not a draft is a new one', () => {
  for (const text of [null, '', '{', 'null', '[]']) expect(read(text)).toEqual({ userId: 'alice', orderKey: 'key-2' });
  expect(read(JSON.stringify({ ...draft, address: { name: 'A' }, card: 'x' }))).toEqual({
    userId: 'alice',
    orderKey: 'key-1',
    couponCode: 'CREW-10',
    cardProblem: 'Declined',
  });
});

test('no step is shown before those that it needs', () => {
  const started: Draft = { userId: 'alice', orderKey: 'k' };
  expect(stepFor(started, 'review')).toBe('delivery');
  expect(stepFor({ ...started, address }, undefined)).toBe('payment');
  expect(stepFor({ ...started, address }, 'review')).toBe('payment');
  expect(stepFor(draft, undefined)).toBe('review');
});

test('every step that is done can be gone back to', () => {
  expect(stepFor(draft, 'delivery')).toBe('delivery');
  expect(stepFor(draft, 'payment')).toBe('payment');
});
