import { expect, test } from 'vitest';
import type { OrderStatus } from '../api/types.ts';
import { changedOrders, isFinal, isMoving, timelineOf } from './timeline.ts';

const at = (second: number) => `2026-11-22T10:00:0${second}.000Z`;
const passed = (...statuses: OrderStatus[]) => statuses.map((status, second) => ({ status, at: at(second) }));
const states = (told: Parameters<typeof timelineOf>[0]) =>
  timelineOf(told).map(({ status, state }) => `${status} ${state}`);

test('an order shows what is done, what is under way and what is to come', () => {
  const history = passed('Submitted', 'AwaitingStockValidation', 'Validated');
  expect(states({ status: 'Validated', history, submittedAt: at(0) })).toEqual([
    'Submitted done',
    'AwaitingStockValidation done',
    'Validated now',
    'Paid todo',
    'Shipped todo',
  ]);
});

test('an order with a coupon has a step for it', () => {
  const told = {
    status: 'Submitted' as const,
    history: passed('Submitted'),
    submittedAt: at(0),
    couponCode: 'CREW-10',
  };
  expect(states(told)).toContain('AwaitingCouponValidation todo');
});

test('a shipped order is done altogether, each step with its time', () => {
  const history = passed('Submitted', 'AwaitingStockValidation', 'Validated', 'Paid', 'Shipped');
  const steps = timelineOf({ status: 'Shipped', history, submittedAt: at(0) });
  expect(steps.every(({ state }) => state === 'done')).toBe(true);
  expect(steps.map((step) => step.at)).toEqual([at(0), at(1), at(2), at(3), at(4)]);
});

test('a cancelled order shows how far it came and why it stopped', () => {
  const reason = { code: 'payment-declined', text: 'The card was declined.' };
  const history = [...passed('Submitted', 'Validated'), { status: 'Cancelled' as const, at: at(3), reason }];
  expect(timelineOf({ status: 'Cancelled', history, submittedAt: at(0) })).toEqual([
    { status: 'Submitted', state: 'done', at: at(0) },
    { status: 'Validated', state: 'stopped', at: at(1) },
    { status: 'Cancelled', state: 'stopped', at: at(3), reason },
  ]);
});

test('an order that was cancelled while it was packed had been paid', () => {
  const history = passed('Submitted', 'Validated', 'Paid', 'Cancelled');
  expect(states({ status: 'Cancelled', history, submittedAt: at(0) })).toEqual([
    'Submitted done',
    'Validated done',
    'Paid done',
    'Cancelled stopped',
  ]);
});

test('a paid order waits for people; others move or are at their end', () => {
  expect([isMoving('Submitted'), isMoving('Paid'), isMoving('Shipped')]).toEqual([true, false, false]);
  expect([isFinal('Paid'), isFinal('Shipped'), isFinal('Cancelled')]).toEqual([false, true, true]);
});

test('news are the orders that were known in another state', () => {
  const order = (id: string, status: OrderStatus) => ({ id, number: id, status });
  const before = [order('a', 'Submitted'), order('b', 'Paid')];
  const now = [order('a', 'Paid'), order('b', 'Paid'), order('c', 'Submitted')];
  expect(changedOrders(before, now).map(({ id }) => id)).toEqual(['a']);
  expect(changedOrders(undefined, now)).toEqual([]);
});
