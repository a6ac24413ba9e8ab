/** Failed deliveries and the way into the dead-letter queue. */
import { type PropertyChanges, withProperties } from '../message/content.ts';
import { encodeText } from '../message/value.ts';
import type { Message, Queue } from './model.ts';
import { addMessage, changeState } from './queue.ts';

/** Why a message is dead: Azure keeps both texts as application properties of the dead letter. */
export type DeadLetterCause = {
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
  readonly changes?: PropertyChanges | undefined;
};

const propertiesOf = (cause: DeadLetterCause): PropertyChanges => {
  const properties = new Map(cause.changes);
  if (cause.reason !== undefined) properties.set('DeadLetterReason', encodeText(cause.reason));
  if (cause.description !== undefined) properties.set('DeadLetterErrorDescription', encodeText(cause.description));
  return properties;
};

/** Moves a message to the dead-letter queue, where it keeps its delivery count and enqueued time and never expires. */
export const deadLetter = (message: Message, target: Queue, cause: DeadLetterCause): void => {
  const { enqueuedTime, enqueuedSequenceNumber, wasScheduled, deliveryCount } = message;
  changeState(message, { kind: 'removed' });
  addMessage(
    target,
    {
      content: withProperties(message.content, propertiesOf(cause)),
      enqueuedTime,
      enqueuedSequenceNumber,
      wasScheduled,
      deliveryCount,
      expiresAt: Infinity,
    },
    { kind: 'active' },
  );
};

/** Counts a failed delivery; a dead-letter queue does not count. */
export const countDelivery = (message: Message): void => {
  if (message.queue.deadLetterQueue !== undefined) message.deliveryCount++;
};

/** A delivery that came to nothing: back to its place, or to the dead-letter queue when it was the last attempt. */
export const failDelivery = (message: Message): void => {
  const { queue, state } = message;
  countDelivery(message);
  if (queue.deadLetterQueue !== undefined && message.deliveryCount >= queue.settings.maxDeliveryCount)
    return deadLetter(message, queue.deadLetterQueue, {
      reason: 'MaxDeliveryCountExceeded',
      description: `Message could not be consumed after ${message.deliveryCount} delivery attempts.`,
    });
  const wasDeferred = state.kind === 'locked' && state.deferred;
  changeState(message, { kind: wasDeferred ? 'deferred' : 'active' });
};
