/** A link on which a client sends messages to an entity. */
import type { Delivery, EventContext, Receiver } from 'rhea';
import { acceptMessages, MAX_MESSAGE_SIZE } from '../accept.ts';
import { type Entity, send } from '../engine/send.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { BrokerContext } from './context.ts';
import { accepted, rejected } from './outcomes.ts';
import { acceptAttach } from './rhea-internals.ts';

type Incoming = { delivery: Delivery; bytes: Buffer; format: number };

/** What rhea hands over for a message: with any format but 0, the bytes. */
export const incomingOf = ({ delivery, message }: EventContext): Incoming | undefined =>
  delivery !== undefined && Buffer.isBuffer(message)
    ? { delivery, bytes: message, format: delivery.format }
    : undefined;

/** Accepts the link; each transfer is answered once its messages are committed. */
export const openSenderLink = ({ commit }: BrokerContext, receiver: Receiver, entity: Entity): void => {
  acceptAttach(receiver, MAX_MESSAGE_SIZE);
  const answer = (delivery: Delivery, refusal: Refusal | undefined) =>
    delivery.update(true, refusal === undefined ? accepted : rejected(refusal));

  receiver.on('message', (event: EventContext) => {
    const incoming = incomingOf(event);
    if (incoming === undefined) return;
    const { delivery, bytes, format } = incoming;
    const contents = acceptMessages(bytes, format);
    if (isRefusal(contents)) return answer(delivery, contents);
    for (const content of contents) send(entity, content);
    commit.afterCommit((failure) => answer(delivery, failure));
  });
};
