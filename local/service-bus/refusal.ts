/** Every way in which the broker says no: AMQP error conditions as Azure Service Bus sends them and as the SDK maps them to codes. */

/** Condition → the status code that a `$management` or `$cbs` reply carries with it. */
const statusOf = {
  'amqp:decode-error': 400,
  'amqp:internal-error': 500,
  'amqp:link:message-size-exceeded': 403,
  'amqp:not-allowed': 400,
  'amqp:not-found': 404,
  'amqp:not-implemented': 501,
  'com.microsoft:argument-error': 400,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:message-not-found': 404,
} as const;

export type Condition = keyof typeof statusOf;

/** An expected failure: what an AMQP error, a rejected delivery or a management reply is made from. */
export type Refusal = { readonly condition: Condition; readonly description: string };

/** The HTTP-like status that belongs to a refusal in a request/reply answer. */
export const statusCode = (refusal: Refusal): number => statusOf[refusal.condition];

/** Tells a refusal from a value; values are objects, arrays or undefined and never carry `condition`. */
export const isRefusal = (result: unknown): result is Refusal =>
  typeof result === 'object' && result !== null && 'condition' in result;

const refuse =
  (condition: Condition) =>
  (description: string): Refusal => ({ condition, description });

/** The SDK recognises a missing entity by this sentence, not by the condition. */
export const entityNotFound = (path: string): Refusal => ({
  condition: 'amqp:not-found',
  description: `The messaging entity '${path}' could not be found.`,
});

export const messageLockLost: Refusal = {
  condition: 'com.microsoft:message-lock-lost',
  description:
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
};

export const messageSizeExceeded = (size: number, limit: number): Refusal => ({
  condition: 'amqp:link:message-size-exceeded',
  description: `The received message (size: ${size} bytes) exceeds the limit (${limit} bytes) of this entity.`,
});

export const messageNotFound = refuse('com.microsoft:message-not-found');
export const notAllowed = refuse('amqp:not-allowed');
export const notImplemented = refuse('amqp:not-implemented');
export const argumentError = refuse('com.microsoft:argument-error');
export const decodeError = refuse('amqp:decode-error');
export const internalError = refuse('amqp:internal-error');
