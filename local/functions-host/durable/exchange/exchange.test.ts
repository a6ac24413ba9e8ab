import { expect, test } from 'vitest';
import { activityFailure, activityResult, activityTrigger } from './activity.ts';
import { readReturned, readThrown } from './outcome.ts';
import { orchestrationTrigger } from './trigger.ts';

test('an activity gets its input as the .NET host sends it', () => {
  const sent = (input: unknown) => activityTrigger(JSON.stringify([input]));
  expect(sent({ n: 1 })).toEqual({ string: '{"n":1}' });
  expect(sent([1, 2])).toEqual({ string: '[1,2]' });
  expect(sent('"Tokyo"')).toEqual({ string: '"Tokyo"' });
  expect(sent(5)).toEqual({ string: '5' });
  expect(sent(true)).toEqual({ json: '"True"' });
  expect(sent(false)).toEqual({ json: '"False"' });
  expect(sent(null)).toEqual({});
});

test('a result of any kind becomes JSON text, nothing becomes null', () => {
  expect(activityResult({ json: '{"a":1}' })).toBe('{"a":1}');
  expect(activityResult({ string: 'a "b"' })).toBe('"a \\"b\\""');
  expect(activityResult({ int: 0 })).toBe('0');
  expect(activityResult({ double: 1.5 })).toBe('1.5');
  expect(activityResult({ bytes: Buffer.from('hi') })).toBe('"aGk="');
  expect(activityResult(undefined)).toBeNull();
  expect(activityResult({})).toBeNull();
});

test('a failure names the activity, and its details hold the message', () => {
  const failure = activityFailure('pay', 'declined');
  expect(failure).toEqual({
    Reason: "Activity function 'pay' failed: declined",
    Details: '{"Message":"declined"}',
  });
});

test('the trigger is JSON with past and fresh events, and replays only when there is a past', () => {
  const base = { instanceId: 'a "b"', parentInstanceId: undefined, input: '{"n":1}', fresh: '{"EventType":12}' };
  const first = JSON.parse(orchestrationTrigger({ ...base, past: '' }));
  expect(first).toMatchObject({
    history: [{ EventType: 12 }],
    input: { n: 1 },
    instanceId: 'a "b"',
    isReplaying: false,
    parentInstanceId: null,
    upperSchemaVersionNew: 2,
  });
  const later = JSON.parse(orchestrationTrigger({ ...base, past: '{"EventType":0}', parentInstanceId: 'p' }));
  expect(later).toMatchObject({
    history: [{ EventType: 0 }, { EventType: 12 }],
    isReplaying: true,
    parentInstanceId: 'p',
  });
});

test('an orchestrator that returned gives its actions', () => {
  const json = '{"isDone":true,"actions":[[{"actionType":4}]],"output":3,"schemaVersion":2}';
  expect(readReturned({ json })).toMatchObject({ outcome: { isDone: true, actions: [{ actionType: 4 }], output: 3 } });
});

test('an orchestrator that threw gives its actions and its error from behind the label', () => {
  const message = 'false\n\n$OutOfProcData$:{"isDone":false,"actions":[[]],"schemaVersion":2,"error":"boom"}';
  expect(readThrown(new Error(message))).toMatchObject({ outcome: { isDone: false, actions: [], error: 'boom' } });
});

test('an error of the SDK itself is the failure', () => {
  expect(readThrown(new Error('internal'))).toEqual({ failure: 'internal' });
});

test('what was not registered as an orchestrator fails with the way to mend it', () => {
  for (const value of [undefined, { json: '5' }, { string: 'x' }, { json: '{"isDone":true}' }])
    expect(readReturned(value)).toEqual({ failure: expect.stringContaining('df.app.orchestration') });
});
