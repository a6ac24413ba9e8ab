/** An engine under a clock that only the test moves, and messages for it. */
import rhea from 'rhea';
import type { Message, Queue, QueueSettings } from '../engine/model.ts';
import { createNamespace, type Namespace, type NamespaceDefinition } from '../engine/namespace.ts';
import type { Entity } from '../engine/send.ts';
import { type Content, parseContent } from '../message/content.ts';

export type Clocked = {
  readonly namespace: Namespace;
  /** Moves the clock by ms. */
  pass(ms: number): void;
  readonly now: () => number;
  /** The messages that the engine has reported as changed, in order, with repetitions. */
  readonly changes: Message[];
  queue(path: string): Queue;
  entity(path: string): Entity;
};

export const START = 1_700_000_000_000;

export const createClocked = (definition: NamespaceDefinition): Clocked => {
  let time = START;
  const changes: Message[] = [];
  const namespace = createNamespace(definition, {
    now: () => time,
    changed: (message) => void changes.push(message),
    numbered: () => {},
    available: () => {},
  });
  const entity = (path: string): Entity => {
    const found = namespace.find(path);
    if (found === undefined) throw new Error(`no entity ${path}`);
    return found;
  };
  return {
    namespace,
    pass: (ms) => void (time += ms),
    now: () => time,
    changes,
    entity,
    queue(path) {
      const found = entity(path);
      if (found.kind !== 'queue') throw new Error(`${path} is a topic`);
      return found;
    },
  };
};

export const settings: QueueSettings = {
  lockDuration: 1000,
  maxDeliveryCount: 3,
  defaultTimeToLive: Infinity,
  deadLetteringOnMessageExpiration: false,
};

/** A namespace with the one queue `q`. */
export const oneQueue = (changed: Partial<QueueSettings> = {}): Clocked =>
  createClocked({ queues: [{ name: 'q', settings: { ...settings, ...changed } }], topics: [] });

type Fields = Record<string, unknown>;

/** The bytes of a message with rhea's field names: `message_id`, `subject`, `ttl`, `message_annotations`, … */
export const encodeMessage = (body: unknown, fields: Fields = {}): Buffer =>
  rhea.message.encode({ message_id: 'id', ...fields, body: rhea.message.data_section(Buffer.from(String(body))) });

export const content = (body: unknown, fields: Fields = {}): Content => parseContent(encodeMessage(body, fields));

export const scheduled = (body: unknown, at: number): Content =>
  content(body, { message_annotations: { 'x-opt-scheduled-enqueue-time': new Date(at) } });

/** The text of a message's body. */
export const bodyOf = (message: Message | undefined): string | undefined => {
  if (message === undefined) return undefined;
  const { body } = rhea.message.decode(message.content.bytes) as unknown as { body: { content: Buffer } };
  return body.content.toString();
};

/** The application properties of a message. */
export const propertiesOf = (message: Message | undefined): Fields =>
  message === undefined ? {} : ((rhea.message.decode(message.content.bytes).application_properties ?? {}) as Fields);
