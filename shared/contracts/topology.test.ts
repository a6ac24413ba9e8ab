import { expect, test } from 'vitest';
import { contexts, eventNames, events } from './events.ts';
import { subscriptions } from './topology.ts';

test('every event that a context consumes has a rule in its subscription, and no other', () => {
  for (const context of contexts) {
    const consumed = eventNames.filter((name) => (events[name].consumers as readonly string[]).includes(context));
    expect(subscriptions.find((subscription) => subscription.context === context)?.subjects).toEqual(consumed);
  }
});

test('no event has a field that the Functions host would copy over the metadata of its trigger', () => {
  const metadata = [
    'messageId',
    'correlationId',
    'contentType',
    'replyTo',
    'to',
    'subject',
    'label',
    'sessionId',
    'deliveryCount',
    'sequenceNumber',
    'lockToken',
  ];
  for (const name of eventNames)
    for (const field of Object.keys(events[name].data.shape)) expect(metadata).not.toContain(field);
});
