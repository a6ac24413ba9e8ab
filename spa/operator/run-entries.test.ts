import { expect, test } from 'vitest';
import type { RunEvent } from '../api/types.ts';
import { runEntries } from './run-entries.ts';

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

test('beginning, waiting and end are lines of their own; an event of another kind keeps its name', () => {
  const types = ['ExecutionStarted', 'TimerCreated', 'TimerFired', 'ExecutionCompleted', 'SubOrchestrationCompleted'];
  expect(runEntries(types.map((type) => ({ type, at }))).map(({ kind }) => kind)).toEqual([
    'begin',
    'wait',
    'wait',
    'end',
    'step',
  ]);
  const timer = { type: 'TimerFired', scheduledAt: at, fireAt: '2026-11-22T20:42:03.481Z' };
  expect(entry(timer)?.title).toBe('A timer of 10 s ran out');
  expect(entry({ type: 'SubOrchestrationCompleted' })?.title).toBe('SubOrchestrationCompleted');
});

test('an input that is no JSON breaks nothing', () => {
  expect(entry({ input: 'not { json' })).toMatchObject({ kind: 'step', notes: [] });
});
