/** A look into one queue, such as a dead-letter queue, without touching its messages. */
import { isUtf8 } from 'node:buffer';
import { parseAddress } from '../address.ts';
import { subjectOf } from '../engine/filter.ts';
import type { Message } from '../engine/model.ts';
import type { Namespace } from '../engine/namespace.ts';
import { peek } from '../engine/receive.ts';
import { scheduleOf } from '../engine/send.ts';
import { applicationPropertiesOf } from '../message/content.ts';
import { sectionsOf } from '../message/sections.ts';
import { decodePlain } from '../message/value.ts';
import { entityNotFound } from '../refusal.ts';

const MAX_COUNT = 250;

/** The first body section: text when its bytes are UTF-8, else base64 in `bodyBase64`; other values as JSON. */
const bodyOf = (message: Message): Record<string, unknown> => {
  const { bytes } = message.content;
  const section = sectionsOf(bytes).find(({ code }) => code >= 0x75 && code <= 0x77);
  if (section === undefined) return {};
  const value = decodePlain(bytes.subarray(section.value, section.end));
  if (!Buffer.isBuffer(value)) return { body: value };
  return isUtf8(value) ? { body: value.toString('utf8') } : { bodyBase64: value.toString('base64') };
};

const viewOf = (message: Message) => {
  const subject = subjectOf(message.content);
  const properties = [...applicationPropertiesOf(message.content)];
  return {
    sequenceNumber: message.sequenceNumber,
    enqueuedSequenceNumber: message.enqueuedSequenceNumber,
    enqueuedTime: new Date(message.enqueuedTime).toISOString(),
    state: message.state.kind,
    deliveryCount: message.deliveryCount,
    messageId: subject.system('messageId'),
    correlationId: subject.system('correlationId'),
    subject: subject.system('label'),
    contentType: subject.system('contentType'),
    applicationProperties: Object.fromEntries(properties.map(([name, value]) => [name, decodePlain(value)])),
    ...bodyOf(message),
  };
};

const numberOf = (query: URLSearchParams, name: string, fallback: number): number => {
  const value = Number(query.get(name) ?? fallback);
  return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
};

/** At most `count` (32, up to 250) messages from sequence number `from` (0) on. */
export const messagesView = (namespace: Namespace, address: string, query: URLSearchParams) => {
  const { path } = parseAddress(address);
  const entity = namespace.find(path);
  if (entity === undefined) return { status: 404, body: { error: entityNotFound(path).description } };
  const count = Math.min(numberOf(query, 'count', 32), MAX_COUNT);
  return { status: 200, body: peek(scheduleOf(entity), numberOf(query, 'from', 0), count).map(viewOf) };
};
