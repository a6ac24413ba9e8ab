/** `peek-message` and `receive-by-sequence-number`. */
import type { Typed } from 'rhea';
import type { Message } from '../engine/model.ts';
import { peek, receiveDeferred } from '../engine/receive.ts';
import { scheduleOf } from '../engine/send.ts';
import { encodeDelivery } from '../message/delivery.ts';
import { type LockTokens, swapGuid } from '../message/lock-token.ts';
import { typed } from '../message/value.ts';
import { isRefusal, notAllowed } from '../refusal.ts';
import { type Operation, readLongs, readNumber } from './operation.ts';

/** A reply holds about as much as a few large messages; who peeks further asks again, as with Azure. */
const MAX_PEEK_BYTES = 1024 * 1024;

const encodePeeked = (messages: readonly Message[]): Buffer[] => {
  const encoded: Buffer[] = [];
  let size = 0;
  for (const message of messages) {
    const bytes = encodeDelivery(message);
    size += bytes.length;
    if (size > MAX_PEEK_BYTES && encoded.length > 0) return encoded;
    encoded.push(bytes);
  }
  return encoded;
};

const NO_CONTENT = 204;

export const peekMessage: Operation = ({ entity }, fields) => {
  const from = readNumber(fields, 'from-sequence-number');
  const count = readNumber(fields, 'message-count');
  if (isRefusal(from)) return from;
  if (isRefusal(count)) return count;
  const encoded = encodePeeked(peek(scheduleOf(entity), from, count));
  if (encoded.length === 0) return { status: NO_CONTENT };
  return { body: { messages: typed.list(encoded.map((bytes) => typed.map({ message: typed.binary(bytes) }))) } };
};

const RECEIVE_AND_DELETE = 0;

const lockedEntry = (message: Message, tokens: LockTokens): Typed => {
  const body = { message: typed.binary(encodeDelivery(message)) };
  if (message.state.kind !== 'locked') return typed.map(body);
  return typed.map({ ...body, 'lock-token': typed.uuid(swapGuid(tokens.tag(message.state.lock))) });
};

export const receiveBySequenceNumber: Operation = ({ entity, tokens }, fields) => {
  if (entity.kind === 'topic') return notAllowed(`'${entity.path}' is a topic: it has no deferred messages.`);
  const numbers = readLongs(fields, 'sequence-numbers');
  if (isRefusal(numbers)) return numbers;
  const mode = readNumber(fields, 'receiver-settle-mode') === RECEIVE_AND_DELETE ? 'receiveAndDelete' : 'peekLock';
  const messages = receiveDeferred(entity, numbers, mode);
  if (isRefusal(messages)) return messages;
  return { body: { messages: typed.list(messages.map((message) => lockedEntry(message, tokens))) } };
};
