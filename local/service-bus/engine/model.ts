/** The shapes of the engine: what a message, a queue and the engine that they share consist of. */
import type { Content } from '../message/content.ts';
import type { Heap, Slot } from './heap.ts';
import type { SequenceIndex } from './sequence-index.ts';

/** Times are ms since 1970. `lock` is the number from which the lock token is made. */
export type MessageState =
  | { readonly kind: 'active' }
  | { readonly kind: 'locked'; readonly lock: number; readonly until: number; readonly deferred: boolean }
  | { readonly kind: 'deferred' }
  | { readonly kind: 'scheduled'; readonly at: number }
  | { readonly kind: 'removed' };

/** A message as a queue holds it: its content, its place in the order, and the one state that it is in. */
export type Message = {
  /** Unique in the broker and never reused: the key of the message's row in the store. */
  readonly id: number;
  readonly queue: Queue;
  content: Content;
  readonly enqueuedTime: number;
  readonly expiresAt: number;
  readonly sequenceNumber: number;
  /** The number that the message had in the entity to which it was sent. */
  readonly enqueuedSequenceNumber: number;
  /** Such a message is reported as scheduled even when delivered, as Azure does. */
  readonly wasScheduled: boolean;
  /** Failed deliveries so far. */
  deliveryCount: number;
  state: MessageState;
  /** Whether the journal holds it; the journal alone writes this. */
  journaled: boolean;
  /** Places in the queue's ready heap and the engine's agenda, while it stands in them. */
  readySlot: Slot<Message> | undefined;
  dueSlot: Slot<Message> | undefined;
};

/** What does not follow from the queue when a message enters it. */
export type NewMessage = Pick<Message, 'content' | 'enqueuedTime' | 'expiresAt' | 'wasScheduled' | 'deliveryCount'> & {
  /** Absent when this is the entity to which the message was sent. */
  readonly enqueuedSequenceNumber?: number;
};

/** Durations are ms; Infinity is a time to live without limit. */
export type QueueSettings = {
  readonly lockDuration: number;
  readonly maxDeliveryCount: number;
  readonly defaultTimeToLive: number;
  readonly deadLetteringOnMessageExpiration: boolean;
};

/** A queue proper, a subscription or a sub-queue. */
export type Queue = {
  readonly kind: 'queue';
  readonly engine: Engine;
  /** As clients write it: `orders`, `events/Subscriptions/basket`, `orders/$DeadLetterQueue`. */
  readonly path: string;
  readonly settings: QueueSettings;
  /** Where dead letters go; a dead-letter queue has none, and neither counts deliveries nor lets messages expire. */
  readonly deadLetterQueue: Queue | undefined;
  /** What becomes of a scheduled message whose time has come; a topic fans it out. */
  readonly activate: (message: Message) => void;
  readonly messages: SequenceIndex<Message>;
  readonly ready: Heap<Message>;
  readonly locks: Map<number, Message>;
  lastSequenceNumber: number;
  scheduledCount: number;
  deferredCount: number;
};

/** The injected clock, and the ways out of the pure engine. */
export type EngineOptions = {
  /** The clock: ms since 1970. */
  now(): number;
  /** Called after a message entered, left or changed in a way that must survive a restart (a lock need not). */
  changed(message: Message): void;
  /** Called when a queue has given out a sequence number. */
  numbered(queue: Queue): void;
  /** Called when a message of this queue became available. */
  available(queue: Queue): void;
};

export type Engine = EngineOptions & {
  /** Every message with something due: the end of a lock, the scheduled time or the expiry, never more than one each. */
  readonly agenda: Heap<Message>;
  lastMessageId: number;
  lastLock: number;
};
