/** Decides what a link that a client attaches is for. */
import type { Receiver, Sender } from 'rhea';
import { parseAddress } from '../address.ts';
import { openCbsLink } from '../management/cbs.ts';
import { openManagementLink } from '../management/management.ts';
import { entityNotFound, notAllowed, notImplemented, type Refusal } from '../refusal.ts';
import type { BrokerContext } from './context.ts';
import { openReceiverLink } from './receiver-link.ts';
import { acceptAttach, forgetDelivery, refuseAttach } from './rhea-internals.ts';
import { openSenderLink } from './sender-link.ts';

const CBS = '$cbs';
const SESSION_FILTER = 'com.microsoft:session-filter';

const transactions = notImplemented('This broker does not offer transactions yet.');
const sessions = (path: string): Refusal =>
  notAllowed(`The entity '${path}' does not require sessions, so a session receiver cannot be created for it.`);
const fromTopic = (path: string): Refusal =>
  notAllowed(`'${path}' is a topic: messages are received from its subscriptions.`);

/** A client wants to send. */
export const attachSender = (context: BrokerContext, receiver: Receiver): void => {
  const address: unknown = receiver.target?.address;
  // A transaction coordinator is a target of its own kind, without an address.
  if (typeof address !== 'string') return refuseAttach(receiver, transactions);
  const { path, management } = parseAddress(address);
  if (path.toLowerCase() === CBS) return openCbsLink(context, receiver);
  const entity = context.namespace.find(path);
  if (entity === undefined) return refuseAttach(receiver, entityNotFound(path));
  if (management) return openManagementLink(context, receiver, entity);
  openSenderLink(context, receiver, entity);
};

/** The receiving half of a request/reply pair; replies need no settlement. */
const openReplyLink = (sender: Sender): undefined => {
  acceptAttach(sender);
  sender.on('settled', ({ delivery }) => forgetDelivery(delivery));
};

/** A client wants to receive. Returns what to call when the link ends. */
export const attachReceiver = (context: BrokerContext, sender: Sender): (() => void) | undefined => {
  const { path, management } = parseAddress(sender.source?.address ?? '');
  if (path.toLowerCase() === CBS || management) return openReplyLink(sender);
  const entity = context.namespace.find(path);
  const refusal = refusalOf(path, entity?.kind, Object.keys(sender.source?.filter ?? {}));
  if (refusal === undefined && entity?.kind === 'queue') return openReceiverLink(context, sender, entity);
  refuseAttach(sender, refusal ?? entityNotFound(path));
  return undefined;
};

const refusalOf = (path: string, kind: 'queue' | 'topic' | undefined, filters: string[]): Refusal | undefined => {
  if (kind === 'topic') return fromTopic(path);
  return kind === 'queue' && filters.includes(SESSION_FILTER) ? sessions(path) : undefined;
};
