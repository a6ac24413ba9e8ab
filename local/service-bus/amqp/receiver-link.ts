/** A link on which a client receives messages from a queue: credit, deliveries, settlement and draining. */
import type { Delivery, EventContext, Sender } from 'rhea';
import type { Consumer } from '../engine/dealer.ts';
import type { Message, Queue } from '../engine/model.ts';
import { settle } from '../engine/settle.ts';
import { encodeDelivery } from '../message/delivery.ts';
import { isRefusal, messageLockLost, type Refusal } from '../refusal.ts';
import type { BrokerContext } from './context.ts';
import { type Outcome, outcomeAnswer, settlementOf } from './outcomes.ts';
import {
  acceptAttach,
  alwaysAnswerDrain,
  forgetDelivery,
  isDraining,
  roomOf,
  settleDelivery,
  writeOut,
} from './rhea-internals.ts';

const PRESETTLED = 1;

/** A message that leaves for good must be gone from the store before it is sent; `reserved` is credit spoken for meanwhile. */
const deleteFirst = (context: BrokerContext, sender: Sender): Consumer => {
  let reserved = 0;
  return {
    mode: 'receiveAndDelete',
    wants: () => sender.is_open() && roomOf(sender) > reserved,
    deliver(message) {
      reserved++;
      context.commit.afterCommit(() => {
        reserved--;
        sender.send(encodeDelivery(message), context.tokens.tag(message.id), 0);
      });
    },
  };
};

const lockOf = (message: Message): number => (message.state.kind === 'locked' ? message.state.lock : 0);

const lockFirst = ({ tokens }: BrokerContext, sender: Sender): Consumer => ({
  mode: 'peekLock',
  wants: () => sender.is_open() && roomOf(sender) > 0,
  deliver: (message) => void sender.send(encodeDelivery(message), tokens.tag(lockOf(message)), 0),
});

type Settled = { readonly outcome: Outcome; readonly delivery: Delivery };

const settleByTag = ({ tokens }: BrokerContext, queue: Queue, { outcome, delivery }: Settled): Refusal | undefined => {
  const lock = Buffer.isBuffer(delivery.tag) ? tokens.lockOf(delivery.tag) : undefined;
  if (lock === undefined) return messageLockLost;
  const settlement = settlementOf(outcome, delivery);
  return isRefusal(settlement) ? settlement : settle(queue, [lock], settlement);
};

/** The receiver's outcomes are carried out at once and answered after the commit; only then does the client's call return. */
const answerOutcomes = (context: BrokerContext, sender: Sender, queue: Queue): void => {
  for (const outcome of ['accepted', 'rejected', 'released', 'modified'] as const)
    sender.on(outcome, ({ delivery }: EventContext) => {
      if (delivery === undefined) return;
      const refusal: Refusal | undefined = settleByTag(context, queue, { outcome, delivery });
      context.commit.afterCommit((failure) => settleDelivery(delivery, outcomeAnswer(outcome, refusal ?? failure)));
    });
  sender.on('settled', ({ delivery }: EventContext) => {
    if (delivery !== undefined && delivery.remote_state === undefined) forgetDelivery(delivery);
  });
};

/** Everything that the credit allows is dealt before the drain is answered with the rest of the credit given back. */
const answerDrains = ({ commit }: BrokerContext, sender: Sender): void => {
  const finish = () => {
    if (!sender.is_open() || !isDraining(sender)) return;
    sender.set_drained(true);
    writeOut(sender.connection);
  };
  // Messages are dealt after the first commit and, where they must be deleted first, sent after the second; rhea writes
  // what is sent in one go before it answers a drain.
  sender.on('sender_draining', () => commit.afterCommit(() => commit.afterCommit(finish)));
};

/** Accepts the link and lets it take part in the dealing. Returns what to call when it ends; locks then last until they expire. */
export const openReceiverLink = (context: BrokerContext, sender: Sender, queue: Queue): (() => void) => {
  const { dealer, commit } = context;
  acceptAttach(sender);
  alwaysAnswerDrain(sender);
  const consumer = sender.snd_settle_mode === PRESETTLED ? deleteFirst(context, sender) : lockFirst(context, sender);
  dealer.add(queue, consumer);
  answerOutcomes(context, sender, queue);
  answerDrains(context, sender);
  sender.on('sender_flow', () => {
    dealer.note(queue);
    commit.request();
  });
  return () => dealer.remove(queue, consumer);
};
