import { expect, test } from 'vitest';
import type { RunEvent } from '../api/types.ts';
import { timeOfDay } from '../format.ts';
import { runEntries } from './run-entries.ts';
import histories from './run-histories.json' with { type: 'json' };

const at = '2026-11-22T20:41:53.481Z';
const step = (publish: object[], change?: object) => JSON.stringify([{ orderId: 'o', change, publish }]);
const entry = (event: Partial<RunEvent>) => runEntries([{ type: 'TaskCompleted', at, ...event }])[0];

test('a step says what the order became, what was sent, and how long it took', () => {
  const input = step([{ type: 'PaymentRequested', data: { attempt: 1 } }], { status: 'Validated' });
  expect(entry({ input, scheduledAt: '2026-11-22T20:41:53.470Z' })).toMatchObject({
    kind: 'step',
    title: 'Order is Validated',
    tookMs: 11,
    notes: ['sent PaymentRequested'],
  });
});

test('asking again is told', () => {
  const input = step([{ type: 'StockRequested', data: { attempt: 3 } }]);
  expect(entry({ input })?.notes).toEqual(['sent StockRequested', 'asked again, attempt 3']);
});

test('what the run heard has its name, and a refusal its reason', () => {
  const input = JSON.stringify({
    type: 'PaymentDeclined',
    reason: { code: 'declined', text: 'The card was declined.' },
  });
  expect(entry({ type: 'EventRaised', name: 'message', input })).toMatchObject({
    kind: 'heard',
    title: 'Heard: PaymentDeclined',
    notes: ['The card was declined.'],
  });
});

test('a failure shows its reason', () => {
  expect(entry({ type: 'TaskFailed', reason: 'database is locked', name: 'ordering-take-step' })).toMatchObject({
    kind: 'failure',
    notes: ['database is locked', 'ordering-take-step'],
  });
});

test('beginning and end are lines of their own; an event of another kind keeps its name', () => {
  const types = ['ExecutionStarted', 'ExecutionCompleted', 'SubOrchestrationCompleted'];
  expect(runEntries(types.map((type) => ({ type, at }))).map(({ kind }) => kind)).toEqual(['begin', 'end', 'step']);
  expect(entry({ type: 'SubOrchestrationCompleted' })?.title).toBe('SubOrchestrationCompleted');
});

const told = (history: readonly RunEvent[]) =>
  runEntries(history).map(({ title, notes, tookMs }) => [title, ...notes, ...(tookMs === undefined ? [] : [tookMs])]);

test('a run reads as a story: each wait stands where it began and says how it ended, whenever its timer fired', () => {
  expect(told(histories.shipped)).toEqual([
    ['The run began'],
    ['Waited up to 1 s for a message', 'none came', 1006],
    ['Order is AwaitingStockValidation', 'sent StockRequested', 52],
    ['Waited up to 1 s for a message', 'one came', 163],
    ['Heard: StockReserved'],
    ['Order is Validated', 'sent PaymentRequested', 23],
    ['Waited up to 1 s for a message', 'none came', 1004],
    ['Step without change of state', 'sent PaymentRequested', 'asked again, attempt 2', 46],
    ['Waited up to 1 s for a message', 'one came', 124],
    ['Heard: PaymentSucceeded'],
    ['Order is Paid', 'sent OrderPaid', 40],
    ['Heard: ShipRequested'],
    ['Order is Shipped', 'sent OrderShipped', 23],
    ['The run ended'],
  ]);
});

test('a wait that was answered is told so before its timer has fired, and one that goes on says until when', () => {
  const [answered, , , waiting] = runEntries(histories.waiting).slice(-4);
  expect(answered).toMatchObject({ kind: 'wait', notes: ['one came'], tookMs: 163 });
  expect(waiting).toMatchObject({
    kind: 'wait',
    title: 'Waits at most until',
    notes: [timeOfDay('2026-11-23T02:12:02.155Z')],
  });
});

test('an input that is no JSON breaks nothing', () => {
  expect(entry({ input: 'not { json' })).toMatchObject({ kind: 'step', notes: [] });
});
