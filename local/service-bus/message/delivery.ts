/** Encodes a message for a receiver: a fresh header and message annotations before the bare message, which stays as it was sent. */
import type { Message } from '../engine/model.ts';
import { NULL } from './amqp-bytes.ts';
import { fieldsOf } from './content.ts';
import { SECTION } from './sections.ts';

const symbol = (name: string): Buffer => Buffer.concat([Buffer.from([0xa3, name.length]), Buffer.from(name)]);

const names = {
  sequenceNumber: symbol('x-opt-sequence-number'),
  enqueuedSequenceNumber: symbol('x-opt-enqueue-sequence-number'),
  enqueuedTime: symbol('x-opt-enqueued-time'),
  lockedUntil: symbol('x-opt-locked-until'),
  state: symbol('x-opt-message-state'),
};

const MAX_UINT = 0xffff_ffff;

const uint = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = 0x70;
  bytes.writeUInt32BE(value, 1);
  return bytes;
};

const int = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = 0x71;
  bytes.writeInt32BE(value, 1);
  return bytes;
};

const int64 = (code: number, value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = code;
  bytes.writeInt32BE(Math.floor(value / 2 ** 32), 1);
  bytes.writeUInt32BE(value % 2 ** 32, 5);
  return bytes;
};

const long = (value: number): Buffer => int64(0x81, value);
const timestamp = (value: number): Buffer => int64(0x83, value);

/** The time to live that really holds, so that a client that adds it to the enqueued time gets the true expiry. */
const effectiveTimeToLive = (message: Message, sent: Buffer | undefined): Buffer => {
  const lifetime = message.expiresAt - message.enqueuedTime;
  return lifetime === Infinity ? (sent ?? NULL) : uint(Math.min(lifetime, MAX_UINT));
};

const headerFields = (message: Message): Buffer[] => {
  const [durable = NULL, priority = NULL, ttl, firstAcquirer = NULL] = fieldsOf(message.content, SECTION.header);
  return [durable, priority, effectiveTimeToLive(message, ttl), firstAcquirer, uint(message.deliveryCount)];
};

const stateNumber = (message: Message): number => {
  const { state } = message;
  if (state.kind === 'deferred' || (state.kind === 'locked' && state.deferred)) return 1;
  return message.wasScheduled ? 2 : 0;
};

const annotationFields = (message: Message): Buffer[] => {
  const fields = [
    ...message.content.annotations,
    names.sequenceNumber,
    long(message.sequenceNumber),
    names.enqueuedSequenceNumber,
    long(message.enqueuedSequenceNumber),
    names.enqueuedTime,
    timestamp(message.enqueuedTime),
    names.state,
    int(stateNumber(message)),
  ];
  if (message.state.kind === 'locked') fields.push(names.lockedUntil, timestamp(message.state.until));
  return fields;
};

const lengthOf = (items: readonly Buffer[]): number => items.reduce((sum, item) => sum + item.length, 0);

/** Descriptor (3 bytes), format code, size and count (9 bytes) of a list or map section. */
const SECTION_HEAD = 12;

/** The encoded message as a receiver gets it: sequence numbers, times, state and, when it is locked, the end of its lock. */
export const encodeDelivery = (message: Message): Buffer => {
  const header = headerFields(message);
  const annotations = annotationFields(message);
  const bare = message.content.bytes.subarray(message.content.bareStart);
  const out = Buffer.allocUnsafe(2 * SECTION_HEAD + lengthOf(header) + lengthOf(annotations) + bare.length);
  const writeSection = (start: number, [section, format]: readonly [number, number], items: readonly Buffer[]) => {
    out.set([0x00, 0x53, section, format], start);
    out.writeUInt32BE(lengthOf(items) + 4, start + 4);
    out.writeUInt32BE(items.length, start + 8);
    return items.reduce((at, item) => at + item.copy(out, at), start + SECTION_HEAD);
  };
  const annotationsStart = writeSection(0, [SECTION.header, 0xd0], header);
  bare.copy(out, writeSection(annotationsStart, [SECTION.messageAnnotations, 0xd1], annotations));
  return out;
};
