/** Deals the available messages of a queue to the receivers that have asked for some, in turn. */
import type { Message, Queue } from './model.ts';
import { type ReceiveMode, receive } from './receive.ts';

/** A receiver of one queue. */
export type Consumer = {
  readonly mode: ReceiveMode;
  /** Whether it takes another message now. */
  wants(): boolean;
  /** Hands over a message that `receive` has locked or removed. */
  deliver(message: Message): void;
};

export type Dealer = {
  add(queue: Queue, consumer: Consumer): void;
  remove(queue: Queue, consumer: Consumer): void;
  /** Notes that a queue may have something to deal: a message became available, or a receiver wants more. */
  note: (queue: Queue) => void;
  /** Deals what can be dealt in every noted queue. */
  deal(): void;
};

/** Puts the next consumer that wants a message at the end of the line and returns it. */
const takeTurn = (line: Consumer[]): Consumer | undefined => {
  const index = line.findIndex((consumer) => consumer.wants());
  if (index === -1) return undefined;
  const [consumer] = line.splice(index, 1);
  if (consumer !== undefined) line.push(consumer);
  return consumer;
};

const dealQueue = (queue: Queue, line: Consumer[]): void => {
  while (queue.ready.size > 0) {
    const consumer = takeTurn(line);
    const message = consumer && receive(queue, consumer.mode);
    if (consumer === undefined || message === undefined) return;
    consumer.deliver(message);
  }
};

export const createDealer = (): Dealer => {
  const lines = new Map<Queue, Consumer[]>();
  const noted = new Set<Queue>();
  return {
    add(queue, consumer) {
      lines.set(queue, [...(lines.get(queue) ?? []), consumer]);
    },
    remove(queue, consumer) {
      const rest = (lines.get(queue) ?? []).filter((other) => other !== consumer);
      if (rest.length > 0) lines.set(queue, rest);
      else lines.delete(queue);
    },
    note: (queue) => void noted.add(queue),
    deal() {
      const queues = [...noted];
      noted.clear();
      for (const queue of queues) {
        const line = lines.get(queue);
        if (line !== undefined) dealQueue(queue, line);
      }
    },
  };
};
