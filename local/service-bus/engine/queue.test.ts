import { describe, expect, test } from 'vitest';
import { writeString } from '../message/amqp-bytes.ts';
import { messageLockLost } from '../refusal.ts';
import { bodyOf, content, oneQueue, propertiesOf, START, scheduled } from '../testing/engine.ts';
import { advance } from './due.ts';
import { nextDue } from './engine.ts';
import type { Message, Queue } from './model.ts';
import { peek, receive, receiveDeferred } from './receive.ts';
import { cancelScheduled, send } from './send.ts';
import { renewLocks, type Settlement, settle } from './settle.ts';

const lockOf = (message: Message | undefined): number =>
  message?.state.kind === 'locked' ? message.state.lock : Number.NaN;

/** Receives the next message and settles it. */
const receiveAnd = (queue: Queue, settlement: Settlement): Message | undefined => {
  const message = receive(queue, 'peekLock');
  expect(settle(queue, [lockOf(message)], settlement)).toBeUndefined();
  return message;
};

describe('the order of messages', () => {
  test('messages come in the order in which they were sent', () => {
    const q = oneQueue().queue('q');
    for (const body of ['a', 'b', 'c']) send(q, content(body));
    expect([1, 2, 3].map(() => bodyOf(receive(q, 'peekLock')))).toEqual(['a', 'b', 'c']);
    expect(receive(q, 'peekLock')).toBeUndefined();
  });

  test('an abandoned message takes its old place again', () => {
    const q = oneQueue().queue('q');
    for (const body of ['a', 'b', 'c']) send(q, content(body));
    const [first, second] = [receive(q, 'peekLock'), receive(q, 'peekLock')];
    settle(q, [lockOf(second)], { kind: 'abandon' });
    settle(q, [lockOf(first)], { kind: 'abandon' });
    expect([1, 2, 3].map(() => bodyOf(receive(q, 'peekLock')))).toEqual(['a', 'b', 'c']);
  });
});

describe('locks', () => {
  test('a completed message is gone', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, content('a'));
    receiveAnd(q, { kind: 'complete' });
    clock.pass(5000);
    expect(receive(q, 'peekLock')).toBeUndefined();
    expect(q.messages.size).toBe(0);
    expect(nextDue(clock.namespace.engine)).toBe(Infinity);
  });

  test('a lock that ends gives the message back and counts the delivery', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, content('a'));
    const lock = lockOf(receive(q, 'peekLock'));
    expect(nextDue(clock.namespace.engine)).toBe(START + 1000);
    clock.pass(999);
    expect(receive(q, 'peekLock')).toBeUndefined();
    clock.pass(1);
    expect(settle(q, [lock], { kind: 'complete' })).toEqual(messageLockLost);
    expect(receive(q, 'peekLock')?.deliveryCount).toBe(1);
  });

  test('a renewed lock lasts another lock duration from the renewal', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, content('a'));
    const lock = lockOf(receive(q, 'peekLock'));
    clock.pass(900);
    expect(renewLocks(q, [lock])).toEqual([START + 1900]);
    clock.pass(999);
    expect(settle(q, [lock], { kind: 'complete' })).toBeUndefined();
    expect(renewLocks(q, [lock])).toEqual(messageLockLost);
  });

  test('of several locks either all are settled or none', () => {
    const q = oneQueue().queue('q');
    send(q, content('a'));
    const lock = lockOf(receive(q, 'peekLock'));
    expect(settle(q, [lock, 99], { kind: 'complete' })).toEqual(messageLockLost);
    expect(q.locks.size).toBe(1);
  });

  test('receive and delete leaves nothing behind', () => {
    const q = oneQueue().queue('q');
    send(q, content('a'));
    expect(bodyOf(receive(q, 'receiveAndDelete'))).toBe('a');
    expect(q.messages.size).toBe(0);
  });
});

describe('dead letters', () => {
  test('the last permitted failure moves a message to the dead-letter queue with its count', () => {
    const clock = oneQueue({ maxDeliveryCount: 2 });
    const q = clock.queue('q');
    send(q, content('a'));
    receiveAnd(q, { kind: 'abandon' });
    receive(q, 'peekLock');
    clock.pass(1000);
    expect(receive(q, 'peekLock')).toBeUndefined();
    const dead = receive(clock.queue('q/$DeadLetterQueue'), 'peekLock');
    expect(dead?.deliveryCount).toBe(2);
    expect(propertiesOf(dead)).toEqual({
      DeadLetterReason: 'MaxDeliveryCountExceeded',
      DeadLetterErrorDescription: 'Message could not be consumed after 2 delivery attempts.',
    });
  });

  test('an explicit dead letter keeps its count and carries reason, description and changes', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, content('a', { application_properties: { kept: 'yes' } }));
    const changes = new Map([['added', writeString('too')]]);
    receiveAnd(q, { kind: 'deadLetter', reason: 'bad', description: 'very bad', changes });
    const dead = receive(clock.queue('q/$deadletterqueue'), 'peekLock');
    expect(dead?.deliveryCount).toBe(0);
    expect(propertiesOf(dead)).toEqual({
      kept: 'yes',
      added: 'too',
      DeadLetterReason: 'bad',
      DeadLetterErrorDescription: 'very bad',
    });
  });

  test('a dead-letter queue neither counts deliveries nor takes dead letters of its own', () => {
    const clock = oneQueue({ maxDeliveryCount: 1 });
    const q = clock.queue('q');
    send(q, content('a'));
    receiveAnd(q, { kind: 'abandon' });
    const dlq = clock.queue('q/$DeadLetterQueue');
    for (let i = 0; i < 5; i++) receiveAnd(dlq, { kind: 'abandon' });
    const dead = receive(dlq, 'peekLock');
    expect(dead?.deliveryCount).toBe(1);
    expect(settle(dlq, [lockOf(dead)], { kind: 'deadLetter' })).toMatchObject({ condition: 'amqp:not-allowed' });
    clock.pass(1000);
    expect(receive(dlq, 'peekLock')?.deliveryCount).toBe(1);
  });
});

describe('time to live', () => {
  test('an expired message is dropped', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, content('a', { ttl: 500 }));
    expect(nextDue(clock.namespace.engine)).toBe(START + 500);
    clock.pass(500);
    expect(receive(q, 'peekLock')).toBeUndefined();
    expect(clock.queue('q/$DeadLetterQueue').messages.size).toBe(0);
  });

  test('the shorter of the message’s and the queue’s time to live holds', () => {
    const clock = oneQueue({ defaultTimeToLive: 300, deadLetteringOnMessageExpiration: true });
    const q = clock.queue('q');
    send(q, content('a', { ttl: 500 }));
    send(q, content('b', { ttl: 200 }));
    send(q, content('c'));
    clock.pass(299);
    expect(peek(q, 0, 9).map(bodyOf)).toEqual(['a', 'c']);
    clock.pass(1);
    advance(clock.namespace.engine);
    const dlq = clock.queue('q/$DeadLetterQueue');
    expect(peek(dlq, 0, 9).map(bodyOf)).toEqual(['b', 'a', 'c']);
    expect(propertiesOf(peek(dlq, 0, 1)[0])).toEqual({
      DeadLetterReason: 'TTLExpiredException',
      DeadLetterErrorDescription: 'The message expired and was dead lettered.',
    });
  });

  test('a locked message outlives its time until its lock ends', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, content('a', { ttl: 500 }));
    const lock = lockOf(receive(q, 'peekLock'));
    clock.pass(800);
    expect(renewLocks(q, [lock])).toEqual([START + 1800]);
    settle(q, [lock], { kind: 'abandon' });
    expect(receive(q, 'peekLock')).toBeUndefined();
  });

  test('a deferred message does not expire', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, content('a', { ttl: 500 }));
    receiveAnd(q, { kind: 'defer' });
    clock.pass(10_000);
    expect(receiveDeferred(q, [1], 'peekLock')).toHaveLength(1);
  });
});

describe('deferred messages', () => {
  test('a deferred message comes by number only', () => {
    const q = oneQueue().queue('q');
    send(q, content('a'));
    receiveAnd(q, { kind: 'defer' });
    expect(receive(q, 'peekLock')).toBeUndefined();
    expect(receiveDeferred(q, [2], 'peekLock')).toMatchObject({ condition: 'com.microsoft:message-not-found' });
    const found = receiveDeferred(q, [1], 'receiveAndDelete');
    expect(found).toMatchObject([{ deliveryCount: 1, sequenceNumber: 1 }]);
    expect(receiveDeferred(q, [1], 'peekLock')).toMatchObject({ condition: 'com.microsoft:message-not-found' });
  });

  test('an abandoned deferred message stays deferred, until it has failed too often', () => {
    const clock = oneQueue({ maxDeliveryCount: 3 });
    const q = clock.queue('q');
    send(q, content('a'));
    receiveAnd(q, { kind: 'defer' });
    const [message] = receiveDeferred(q, [1], 'peekLock') as Message[];
    settle(q, [lockOf(message)], { kind: 'abandon' });
    expect(q.deferredCount).toBe(1);
    receiveDeferred(q, [1], 'peekLock');
    clock.pass(1000);
    advance(clock.namespace.engine);
    expect(q.deferredCount).toBe(0);
    expect(clock.queue('q/$DeadLetterQueue').messages.size).toBe(1);
  });
});

describe('scheduled messages', () => {
  test('a scheduled message appears at its time, at the end of the queue, under a new number', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    expect(send(q, scheduled('later', START + 100))).toBe(1);
    send(q, content('now'));
    expect(q.scheduledCount).toBe(1);
    expect(peek(q, 0, 9).map((message) => message.state.kind)).toEqual(['scheduled', 'active']);
    clock.pass(100);
    expect(bodyOf(receive(q, 'peekLock'))).toBe('now');
    const later = receive(q, 'peekLock');
    expect(later).toMatchObject({ sequenceNumber: 3, enqueuedTime: START + 100, wasScheduled: true });
    expect(q.scheduledCount).toBe(0);
  });

  test('a time that is over means now', () => {
    const q = oneQueue().queue('q');
    send(q, scheduled('a', START));
    expect(bodyOf(receive(q, 'peekLock'))).toBe('a');
  });

  test('the time to live of a scheduled message begins at its time', () => {
    const clock = oneQueue({ defaultTimeToLive: 50 });
    const q = clock.queue('q');
    send(q, scheduled('a', START + 100));
    clock.pass(100);
    advance(clock.namespace.engine);
    expect(nextDue(clock.namespace.engine)).toBe(START + 150);
  });

  test('cancelling takes all of the messages back, or none', () => {
    const clock = oneQueue();
    const q = clock.queue('q');
    send(q, scheduled('a', START + 100));
    send(q, content('b'));
    expect(cancelScheduled(q, [1, 2])).toMatchObject({ condition: 'com.microsoft:message-not-found' });
    expect(q.scheduledCount).toBe(1);
    expect(cancelScheduled(q, [1])).toBeUndefined();
    clock.pass(100);
    expect(bodyOf(receive(q, 'peekLock'))).toBe('b');
    expect(receive(q, 'peekLock')).toBeUndefined();
  });
});

test('only changes that must survive a restart are reported: a lock is not one', () => {
  const clock = oneQueue();
  const q = clock.queue('q');
  send(q, content('a'));
  const before = clock.changes.length;
  const message = receive(q, 'peekLock');
  renewLocks(q, [lockOf(message)]);
  expect(clock.changes.length).toBe(before);
  settle(q, [lockOf(message)], { kind: 'abandon' });
  expect(clock.changes.length).toBe(before + 1);
});
