/** A topic: copies every message to the subscriptions that have a matching rule, and itself keeps only scheduled ones. */
import type { Content } from '../message/content.ts';
import { enqueue } from './enqueue.ts';
import { type Filter, matches, type Subject, subjectOf } from './filter.ts';
import type { Engine, Message, Queue } from './model.ts';
import { changeState, nextSequenceNumber } from './queue.ts';

export type Rule = { readonly name: string; readonly filter: Filter };

export type Subscription = { readonly name: string; readonly queue: Queue; readonly rules: readonly Rule[] };

export type Topic = {
  readonly kind: 'topic';
  readonly engine: Engine;
  readonly path: string;
  readonly defaultTimeToLive: number;
  readonly subscriptions: Subscription[];
  /** Holds the scheduled messages and the topic's own sequence numbers. */
  readonly inbox: Queue;
};

const accepts = (subscription: Subscription, subject: Subject): boolean =>
  subscription.rules.some((rule) => matches(rule.filter, subject));

/** Puts one copy into every subscription with at least one matching rule; the copies share their content. Returns the topic's number. */
export const publish = (topic: Topic, content: Content, wasScheduled: boolean): number => {
  const enqueuedSequenceNumber = nextSequenceNumber(topic.inbox);
  const subject = subjectOf(content);
  const origin = { enqueuedSequenceNumber, wasScheduled, timeToLive: topic.defaultTimeToLive };
  for (const subscription of topic.subscriptions)
    if (accepts(subscription, subject)) enqueue(subscription.queue, content, origin);
  return enqueuedSequenceNumber;
};

/** What a topic does with a scheduled message when its time has come. */
export const activateInTopic = (topic: Topic, message: Message): void => {
  changeState(message, { kind: 'removed' });
  publish(topic, message.content, true);
};
