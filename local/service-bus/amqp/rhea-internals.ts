/**
 * Everything that the broker knows about the inside of rhea, in one place. rhea is written for clients; a broker must hand on
 * bytes undecoded, answer attaches and drains itself, and keep deliveries open for as long as a lock lasts.
 */
import type { Socket } from 'node:net';
import type { Connection, Delivery, Receiver, Sender, Session, Typed } from 'rhea';
import type { Refusal } from '../refusal.ts';
import { createDeliveryTable, type DeliveryTable } from './delivery-table.ts';

type Composite = { described(): Typed; value: (Typed | undefined)[] };
type Attach = Record<string, unknown> & { value: unknown[] };
type Terminus = Composite | Typed | null;
type RawLink = {
  local: { attach: Attach };
  remote: { attach: Attach & Record<'source' | 'target', Terminus> };
};
type RawSession = {
  outgoing: {
    deliveries: DeliveryTable;
    next_delivery_id: number;
    next_pending_delivery: number;
    transfer_window(): number;
  };
  on_flow(frame: { performative: { handle?: number | null } }): void;
  on_transfer(frame: { performative: { message_format?: number } }): void;
};
type RawSender = {
  credit: number;
  delivery_count: number;
  _draining: boolean;
  _get_drain(): boolean;
};
type RawDelivery = { id: number; remote_settled: boolean; remote_state?: Composite };

const rawLink = (link: Sender | Receiver): RawLink => link as unknown as RawLink;
const rawSession = (session: Session): RawSession => session as unknown as RawSession;
const rawSender = (sender: Sender): RawSender => sender as unknown as RawSender;
const rawDelivery = (delivery: Delivery): RawDelivery => delivery as unknown as RawDelivery;

/** The message format under which rhea hands over bytes; it decodes and drops them for format 0. */
const OPAQUE_FORMAT = 1;

const handOverBytes = (session: Session): void => {
  const raw = rawSession(session);
  const onTransfer = raw.on_transfer.bind(session);
  raw.on_transfer = (frame) => {
    frame.performative.message_format ||= OPAQUE_FORMAT;
    onTransfer(frame);
  };
};

/** A flow frame without handle widens the session's window, which rhea tells no link. */
const reportSessionFlow = (session: Session): void => {
  const raw = rawSession(session);
  const onFlow = raw.on_flow.bind(session);
  raw.on_flow = (frame) => {
    onFlow(frame);
    const { handle } = frame.performative;
    if (handle === undefined || handle === null)
      session.each_sender(
        (sender: Sender) => sender.emit('sender_flow'),
        () => true,
      );
  };
};

/** Makes a session hand over every message as bytes and hold any number of unsettled deliveries. Call when it opens. */
export const prepareSession = (session: Session): void => {
  handOverBytes(session);
  reportSessionFlow(session);
  rawSession(session).outgoing.deliveries = createDeliveryTable();
};

/** In an attach frame, the field for the link's properties; echoed as it came, so that its AMQP types stay. */
const PROPERTIES_FIELD = 13;

/** A terminus as it came; one that is absent or of an unknown kind reads as a typed null. */
const echo = (terminus: Terminus): unknown =>
  terminus !== null && 'described' in terminus ? terminus.described() : undefined;

/** Answers an attach with the peer's own source, target, settle modes and properties, as Service Bus does. */
export const acceptAttach = (link: Sender | Receiver, maxMessageSize?: number): void => {
  const { local, remote } = rawLink(link);
  local.attach.source = echo(remote.attach.source);
  local.attach.target = echo(remote.attach.target);
  local.attach.snd_settle_mode = remote.attach.snd_settle_mode;
  local.attach.rcv_settle_mode = remote.attach.rcv_settle_mode;
  local.attach.value[PROPERTIES_FIELD] = remote.attach.value[PROPERTIES_FIELD];
  if (maxMessageSize !== undefined) local.attach.max_message_size = maxMessageSize;
};

/** Refuses a link: an attach without terminus, followed at once by a detach that says why. */
export const refuseAttach = (link: Sender | Receiver, refusal: Refusal): void => {
  const { attach } = rawLink(link).local;
  attach.source = undefined;
  attach.target = undefined;
  link.close({ ...refusal });
};

/** How many more messages the link may be given: its credit, within the session's window, less what rhea still has to write. */
export const roomOf = (sender: Sender): number => {
  const { outgoing } = rawSession(sender.session);
  const unwritten = outgoing.next_delivery_id - outgoing.next_pending_delivery;
  return Math.min(rawSender(sender).credit, outgoing.transfer_window()) - unwritten;
};

/** Makes the link answer a drain also when no credit is left; rhea would stay silent and the peer wait in vain. */
export const alwaysAnswerDrain = (sender: Sender): void => {
  const raw = rawSender(sender);
  raw._get_drain = () => {
    if (!raw._draining) return false;
    raw.delivery_count += raw.credit;
    raw.credit = 0;
    raw._draining = false;
    return true;
  };
};

/** Whether the peer still waits for the end of a drain. */
export const isDraining = (sender: Sender): boolean => rawSender(sender)._draining;

/** The socket under a connection. */
export const socketOf = (connection: Connection): Socket => (connection as unknown as { socket: Socket }).socket;

/** Makes the connection write what its links have to say; only rhea's own calls do so by themselves. */
export const writeOut = (connection: Connection): void => {
  (connection as unknown as { _register(): void })._register();
};

/**
 * Settles an outgoing delivery. With receiver-settle-mode `second` the peer never says that it has settled too, so rhea would
 * keep the delivery for ever; it is let go here.
 */
export const settleDelivery = (delivery: Delivery, outcome: unknown): void => {
  delivery.update(true, outcome);
  forgetDelivery(delivery);
};

/** Lets go of a delivery that the peer has settled by itself. */
export const forgetDelivery = (delivery: Delivery): void => {
  const raw = rawDelivery(delivery);
  raw.remote_settled = true;
  rawSession(delivery.link.session).outgoing.deliveries.forget(raw.id);
};

/** A field of the outcome that the peer sent, still typed. */
export const outcomeField = (delivery: Delivery, index: number): Typed | undefined =>
  rawDelivery(delivery).remote_state?.value[index];
