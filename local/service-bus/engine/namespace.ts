/** All entities of one broker by their addresses. */
import { createEngine } from './engine.ts';
import { activateInQueue } from './enqueue.ts';
import type { Engine, EngineOptions, Message, Queue, QueueSettings } from './model.ts';
import { createQueue } from './queue.ts';
import type { Entity } from './send.ts';
import { activateInTopic, type Rule, type Topic } from './topic.ts';

export type QueueDefinition = { readonly name: string; readonly settings: QueueSettings };
export type SubscriptionDefinition = QueueDefinition & { readonly rules: readonly Rule[] };
export type TopicDefinition = {
  readonly name: string;
  readonly defaultTimeToLive: number;
  readonly subscriptions: readonly SubscriptionDefinition[];
};

/** What a broker shall hold. */
export type NamespaceDefinition = {
  readonly queues: readonly QueueDefinition[];
  readonly topics: readonly TopicDefinition[];
};

export type Namespace = {
  readonly engine: Engine;
  /** Queues and topics in the order of the definition. */
  readonly entities: readonly Entity[];
  /** The queue, topic, subscription or sub-queue of a path such as `Orders/$DeadLetterQueue`; letter case is ignored. */
  find(path: string): Entity | undefined;
  /** Every queue that can hold messages, sub-queues and topics' inboxes included. */
  queues(): Iterable<Queue>;
};

const DEAD_LETTER_QUEUE = '$DeadLetterQueue';

/** A dead letter waits for ever, and may be tried as often as one likes. */
const subQueueSettings = (settings: QueueSettings): QueueSettings => ({
  ...settings,
  defaultTimeToLive: Infinity,
  deadLetteringOnMessageExpiration: false,
});

const queueWithSubQueues = (engine: Engine, path: string, settings: QueueSettings) => {
  const subQueue = (suffix: string) =>
    createQueue(engine, {
      path: `${path}/${suffix}`,
      settings: subQueueSettings(settings),
      deadLetterQueue: undefined,
      activate: activateInQueue,
    });
  const deadLetterQueue = subQueue(DEAD_LETTER_QUEUE);
  const queue = createQueue(engine, { path, settings, deadLetterQueue, activate: activateInQueue });
  // Only forwarding, which this broker does not offer yet, puts messages into the transfer dead-letter queue.
  return { queue, all: [queue, deadLetterQueue, subQueue(`$Transfer/${DEAD_LETTER_QUEUE}`)] };
};

const inboxSettings = { lockDuration: 0, maxDeliveryCount: Infinity, deadLetteringOnMessageExpiration: false };

const createTopic = (engine: Engine, definition: TopicDefinition): Topic => {
  const topic: Topic = {
    kind: 'topic',
    engine,
    path: definition.name,
    defaultTimeToLive: definition.defaultTimeToLive,
    subscriptions: [],
    inbox: createQueue(engine, {
      path: definition.name,
      settings: { ...inboxSettings, defaultTimeToLive: definition.defaultTimeToLive },
      deadLetterQueue: undefined,
      activate: (message: Message) => activateInTopic(topic, message),
    }),
  };
  return topic;
};

/** Builds every entity of a definition, empty. */
export const createNamespace = (definition: NamespaceDefinition, options: EngineOptions): Namespace => {
  const engine = createEngine(options);
  const byPath = new Map<string, Entity>();
  const entities: Entity[] = [];

  const addQueue = (path: string, settings: QueueSettings): Queue => {
    const { queue, all } = queueWithSubQueues(engine, path, settings);
    for (const each of all) byPath.set(each.path.toLowerCase(), each);
    return queue;
  };
  for (const { name, settings } of definition.queues) entities.push(addQueue(name, settings));
  for (const topicDefinition of definition.topics) {
    const topic = createTopic(engine, topicDefinition);
    byPath.set(topic.path.toLowerCase(), topic);
    entities.push(topic);
    for (const { name, settings, rules } of topicDefinition.subscriptions)
      topic.subscriptions.push({ name, rules, queue: addQueue(`${topic.path}/Subscriptions/${name}`, settings) });
  }

  return {
    engine,
    entities,
    find: (path) => byPath.get(path.toLowerCase()),
    *queues() {
      for (const entity of byPath.values()) yield entity.kind === 'topic' ? entity.inbox : entity;
    },
  };
};
