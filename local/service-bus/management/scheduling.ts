/** `schedule-message` and `cancel-scheduled-message`. */
import type { Typed } from 'rhea';
import { acceptMessages } from '../accept.ts';
import { typedEntries } from '../amqp/outcomes.ts';
import { cancelScheduled, send } from '../engine/send.ts';
import type { Content } from '../message/content.ts';
import { plain, typed } from '../message/value.ts';
import { argumentError, isRefusal, type Refusal } from '../refusal.ts';
import { type Operation, readLongs } from './operation.ts';

const acceptEntry = (entry: Typed): Content[] | Refusal => {
  const bytes = plain(typedEntries(entry).get('message'));
  return Buffer.isBuffer(bytes) ? acceptMessages(bytes) : argumentError("An item of 'messages' lacks its 'message'.");
};

const acceptAll = (entries: readonly Typed[]): Content[] | Refusal => {
  const contents: Content[] = [];
  for (const entry of entries) {
    const accepted = acceptEntry(entry);
    if (isRefusal(accepted)) return accepted;
    contents.push(...accepted);
  }
  return contents;
};

/** The time is in each message's annotations; all messages are accepted or none. */
export const scheduleMessage: Operation = ({ entity }, fields) => {
  const entries: unknown = fields.get('messages')?.value;
  if (!Array.isArray(entries)) return argumentError("The request lacks the list 'messages'.");
  const contents = acceptAll(entries as Typed[]);
  if (isRefusal(contents)) return contents;
  const numbers = contents.map((content) => send(entity, content));
  return { body: { 'sequence-numbers': typed.longs(numbers) } };
};

export const cancelScheduledMessage: Operation = ({ entity }, fields) => {
  const numbers = readLongs(fields, 'sequence-numbers');
  return isRefusal(numbers) ? numbers : (cancelScheduled(entity, numbers) ?? {});
};
