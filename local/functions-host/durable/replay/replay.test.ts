import { expect, test } from 'vitest';
import {
  again,
  all,
  any,
  call,
  callWithRetry,
  completed,
  event,
  failed,
  fired,
  inShort,
  newGeneration,
  raised,
  resumed,
  second,
  suspended,
  timer,
} from '../testing/generation.ts';
import { ActionType } from './actions.ts';
import { EventType } from './history.ts';

test('activities one after the other take one id each, and the end takes one too', () => {
  const { episode } = newGeneration();
  expect(inShort(episode(0, [], { actions: [call('A')] }))).toEqual(['task 0 A']);
  expect(inShort(episode(1, [completed(0)], { actions: [call('A'), call('B')] }))).toEqual(['task 1 B']);
  const end = episode(2, [completed(1)], { actions: [call('A'), call('B')], isDone: true, output: 7 });
  expect(inShort(end)).toEqual(['end 2 Completed 7']);
});

test('an activity stores its input in an array, nothing as null', () => {
  const { episode } = newGeneration();
  const { events } = episode(0, [], { actions: [all(call('A', '"Tokyo"'), call('B', { n: 1 }), call('C'))] });
  expect(events.map((e) => 'Input' in e && e.Input)).toEqual(['["\\"Tokyo\\""]', '[{"n":1}]', '[null]']);
});

test('a retried activity takes an id for the attempt, the timer, the next attempt and the last, immediate timer', () => {
  const { episode } = newGeneration();
  const actions = [callWithRetry('A', 2)];
  expect(inShort(episode(0, [], { actions }))).toEqual(['task 0 A']);
  expect(inShort(episode(1, [failed(0)], { actions }))).toEqual(['timer 1 +6']);
  expect(inShort(episode(6, [fired(1)], { actions }))).toEqual(['task 2 A']);
  expect(inShort(episode(7, [failed(2)], { actions }))).toEqual(['timer 3 +7']);
  expect(inShort(episode(7, [fired(3)], { actions: [...actions, call('B')] }))).toEqual(['task 4 B']);
});

test('the pause between attempts grows by the coefficient up to its maximum', () => {
  const { episode } = newGeneration();
  const actions = [callWithRetry('A', 5, { backoffCoefficient: 3, maxRetryIntervalInMilliseconds: 20_000 })];
  episode(0, [], { actions });
  expect(inShort(episode(0, [failed(0)], { actions }))).toEqual(['timer 1 +5']);
  episode(5, [fired(1)], { actions });
  expect(inShort(episode(5, [failed(2)], { actions }))).toEqual(['timer 3 +20']);
  episode(20, [fired(3)], { actions });
  expect(inShort(episode(20, [failed(4)], { actions }))).toEqual(['timer 5 +40']);
});

test('retries that time out end without a timer and say so', () => {
  const { episode } = newGeneration();
  const actions = [callWithRetry('A', 5, { retryTimeoutInMilliseconds: 3000 })];
  episode(0, [], { actions });
  const decision = episode(4, [failed(0)], { actions });
  expect(inShort(decision)).toEqual([]);
  expect(decision.warnings.join('\n')).toContain('retryTimeoutInMilliseconds has passed');
});

test('Task.all schedules all children at once and waits for the slowest, even after a failure', () => {
  const { episode } = newGeneration();
  const both = all(call('A'), call('B'));
  expect(inShort(episode(0, [], { actions: [both] }))).toEqual(['task 0 A', 'task 1 B']);
  expect(inShort(episode(1, [failed(0)], { actions: [both, call('C')] }))).toEqual([]);
  expect(inShort(episode(2, [completed(1)], { actions: [both, call('C')] }))).toEqual(['task 2 C']);
});

test('Task.any goes on with the first child, also when it is nested', () => {
  const { episode } = newGeneration();
  const race = any(all(call('A'), call('B')), call('C'));
  expect(inShort(episode(0, [], { actions: [race] }))).toEqual(['task 0 A', 'task 1 B', 'task 2 C']);
  expect(inShort(episode(1, [completed(0)], { actions: [race] }))).toEqual([]);
  expect(inShort(episode(2, [completed(1)], { actions: [race, call('D')] }))).toEqual(['task 3 D']);
});

test('an instance ends only when the losers of Task.any have ended', () => {
  const { episode } = newGeneration();
  const actions = [any(call('A'), timer(60))];
  episode(0, [], { actions });
  expect(episode(1, [completed(0)], { actions, isDone: true, output: 'x' })).toMatchObject({
    status: 'Running',
    events: [],
  });
  expect(inShort(episode(60, [fired(1)], { actions, isDone: true, output: 'x' }))).toEqual(['end 2 Completed "x"']);
});

test('a cancelled timer does not hold the end up, and its late firing is ignored', () => {
  const { episode } = newGeneration();
  episode(0, [], { actions: [any(call('A'), timer(60))] });
  const actions = [any(call('A'), timer(60, true)), call('B')];
  expect(inShort(episode(1, [completed(0)], { actions }))).toEqual(['task 2 B']);
  expect(inShort(episode(60, [fired(1)], { actions }))).toEqual([]);
  expect(inShort(episode(61, [completed(2)], { actions, isDone: true }))).toEqual(['end 3 Completed null']);
});

test('events that nobody waits for are kept in order, whatever the case of their name', () => {
  const { episode } = newGeneration();
  const waits = [event('go'), event('go'), call('A')];
  expect(inShort(episode(0, [raised('GO')], { actions: waits }))).toEqual([]);
  expect(inShort(episode(1, [raised('go')], { actions: waits }))).toEqual(['task 0 A']);
});

test('of several waiters the newest gets the event', () => {
  const { episode } = newGeneration();
  const actions = [any(event('e'), call('A')), any(event('e'), call('B')), call('C')];
  episode(0, [], { actions: actions.slice(0, 1) });
  expect(inShort(episode(1, [completed(0)], { actions: actions.slice(0, 2) }))).toEqual(['task 1 B']);
  expect(inShort(episode(2, [raised('e')], { actions }))).toEqual(['task 2 C']);
});

test('an error ends the instance as failed, after what it has still open', () => {
  const { episode } = newGeneration();
  const actions = [any(call('A'), call('B'))];
  episode(0, [], { actions });
  expect(episode(1, [completed(0)], { actions, error: 'boom' }).status).toBe('Running');
  const end = episode(2, [completed(1)], { actions, error: 'boom' });
  expect(inShort(end)).toEqual(["end 2 Failed Orchestrator function 'o' failed: boom"]);
});

test('code that decides otherwise than its history ends the instance', () => {
  const { episode } = newGeneration();
  episode(0, [], { actions: [call('A')] });
  const decision = episode(1, [completed(0)], { actions: [call('B')] });
  expect(decision.status).toBe('Failed');
  expect(inShort(decision)[0]).toContain(
    "Non-Deterministic workflow detected: decision 0 was TaskScheduled 'A' when it was recorded, and the orchestrator's code now decides TaskScheduled 'B' there",
  );
});

test('a timer in the place of an activity, or nothing at all, is non-deterministic too', () => {
  for (const actions of [[timer(5)], []]) {
    const { episode } = newGeneration();
    episode(0, [], { actions: [call('A')] });
    expect(episode(1, [completed(0)], { actions }).status).toBe('Failed');
  }
});

test('function names are compared without regard to case', () => {
  const { episode } = newGeneration();
  episode(0, [], { actions: [call('Pay')] });
  expect(episode(1, [completed(0)], { actions: [call('pay')], isDone: true }).status).toBe('Completed');
});

test('continueAsNew begins again with its input and the events that came after it, and drops the buffered ones', () => {
  const { episode } = newGeneration();
  episode(0, [], { actions: [event('next')] });
  const decision = episode(1, [raised('other'), raised('next', '1'), raised('next', '2')], {
    actions: [event('next'), again({ n: 1 })],
    isDone: true,
  });
  expect(decision.continueAsNew?.input).toBe('{"n":1}');
  expect(decision.continueAsNew?.carried.map((e) => e.Input)).toEqual(['2']);
  expect(decision.dropped.map((e) => e.Name)).toEqual(['other']);
  expect(decision.events).toEqual([]);
});

test('continueAsNew waits for open tasks', () => {
  const { episode } = newGeneration();
  const actions = [any(call('A'), call('B')), again(1)];
  episode(0, [], { actions: actions.slice(0, 1) });
  expect(episode(1, [completed(0)], { actions, isDone: true }).continueAsNew).toBeUndefined();
  expect(episode(2, [completed(1)], { actions, isDone: true }).continueAsNew?.input).toBe('1');
});

test('a cancelled timer before continueAsNew delivers the consumed event again, as in Azure, with a warning', () => {
  const { episode } = newGeneration();
  episode(0, [], { actions: [any(timer(60), event('next'))] });
  const actions = [any(timer(60, true), event('next')), again(1)];
  const decision = episode(1, [raised('next')], { actions, isDone: true });
  expect(decision.continueAsNew?.carried.map((e) => e.Name)).toEqual(['next']);
  expect(decision.warnings.join()).toContain("events ('next') that may have been consumed already");
});

test('a suspended instance takes events, and acts on them when it is resumed', () => {
  const { episode } = newGeneration();
  const actions = [event('go'), call('A')];
  episode(0, [], { actions: actions.slice(0, 1) });
  expect(episode(1, [suspended], { actions: actions.slice(0, 1) }).status).toBe('Suspended');
  expect(episode(2, [raised('go')], { actions })).toMatchObject({ status: 'Suspended', events: [] });
  const decision = episode(3, [resumed], { actions });
  expect([decision.status, ...inShort(decision)]).toEqual(['Running', 'task 0 A']);
});

test('what was decided before a suspension in the same episode is scheduled after it', () => {
  const { episode } = newGeneration();
  const actions = [event('go'), call('A')];
  episode(0, [], { actions: actions.slice(0, 1) });
  expect(inShort(episode(1, [raised('go'), suspended], { actions }))).toEqual([]);
  expect(inShort(episode(2, [resumed], { actions }))).toEqual(['task 0 A']);
  expect(episode(3, [completed(0)], { actions, isDone: true }).status).toBe('Completed');
});

test('a sub-orchestration gets an id from its parent, and the default version', () => {
  const { episode } = newGeneration();
  const child = { actionType: ActionType.CallSubOrchestrator, functionName: 'child', input: 'x' } as const;
  const decision = episode(0, [], { actions: [all(child, { ...child, instanceId: 'own', version: '2.0' })] });
  expect(inShort(decision)).toEqual(['child 0 child x:0', 'child 1 child own']);
  expect(decision.events).toMatchObject([
    { Input: '"x"', Version: '1.0' },
    { Input: '"x"', Version: '2.0' },
  ]);
});

test('a function that the app lacks ends the instance with a message instead of hanging', () => {
  const { episode } = newGeneration(['Nope']);
  expect(inShort(episode(0, [], { actions: [call('Nope')] }))).toEqual(['end 1 Failed no activity Nope']);
});

test('a function that the app lost after it was called does not matter to the replay', () => {
  const missing: string[] = [];
  const { episode } = newGeneration(missing);
  episode(0, [], { actions: [call('A')] });
  missing.push('A');
  expect(episode(1, [completed(0)], { actions: [call('A')], isDone: true }).status).toBe('Completed');
});

test('unsupported features end the instance by name', () => {
  const { episode } = newGeneration();
  const decision = episode(0, [], { actions: [{ actionType: ActionType.CallEntity }] });
  expect(inShort(decision)[0]).toContain('Durable entities (callEntity) are not supported');
});

test('an orchestrator that can never go on is reported', () => {
  const { episode } = newGeneration();
  episode(0, [], { actions: [event('Go')] });
  const decision = episode(1, [raised('go')], { actions: [event('Go')] });
  expect(decision.warnings.join()).toContain('waits for something that can no longer come');
});

test('duplicate and unknown completions are ignored', () => {
  const { episode, history } = newGeneration();
  episode(0, [], { actions: [call('A')] });
  const decision = episode(1, [completed(0), completed(0), fired(9)], { actions: [call('A'), timer(5)] });
  expect(inShort(decision)).toEqual(['timer 1 +5']);
  expect(history.filter((e) => e.EventType === EventType.OrchestratorStarted).map((e) => e.Timestamp)).toEqual([
    second(0),
    second(1),
  ]);
});
