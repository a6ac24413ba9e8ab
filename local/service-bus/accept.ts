/** Turns what a client sent into content that an entity can take in, and says why when it cannot. */
import { randomUUID } from 'node:crypto';
import { MalformedMessage } from './message/amqp-bytes.ts';
import { type Content, parseContent, splitBatch, withMessageId } from './message/content.ts';
import { decodeError, messageSizeExceeded, type Refusal } from './refusal.ts';

/** The limit of the standard tier, for a message and for a batch as a whole. */
export const MAX_MESSAGE_SIZE = 256 * 1024;

/** The message format of a transfer that carries a batch: its data sections are encoded messages. */
const BATCH_FORMAT = 0x8001_3700;

const newMessageId = (): string => randomUUID().replaceAll('-', '');

/** The bytes are copied, because they lie in the socket's buffer, most of which is other messages. */
const acceptOne = (bytes: Buffer): Content => withMessageId(parseContent(Buffer.from(bytes)), newMessageId);

/** The messages of a transfer, one or a whole batch. */
export const acceptMessages = (bytes: Buffer, format = 0): Content[] | Refusal => {
  if (bytes.length > MAX_MESSAGE_SIZE) return messageSizeExceeded(bytes.length, MAX_MESSAGE_SIZE);
  try {
    return (format === BATCH_FORMAT ? splitBatch(bytes) : [bytes]).map(acceptOne);
  } catch (error) {
    if (error instanceof MalformedMessage) return decodeError(error.message);
    throw error;
  }
};
