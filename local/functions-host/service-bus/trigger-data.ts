/** A Service Bus message as the Functions host hands it to a worker. Pure. */
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { RpcTypedData } from '../rpc.ts';
import { typedText } from '../typed-text.ts';

const text = (value: unknown): RpcTypedData | undefined =>
  value === undefined || value === null
    ? undefined
    : typedText(typeof value === 'string' ? value : JSON.stringify(value));
const json = (value: unknown): RpcTypedData | undefined =>
  value === undefined || value === null ? undefined : { json: JSON.stringify(value) };

/** .NET prints fractions of a second without trailing zeros. */
const instant = (date: Date | undefined, zone: '' | '+00:00'): RpcTypedData | undefined =>
  date &&
  json(
    date
      .toISOString()
      .slice(0, -1)
      .replace(/\.?0+$/, '') + zone,
  );

/** The body's bytes: an SDK body is a Buffer unless the sender used an AMQP value or sequence. */
export const bodyBytes = (body: unknown): Buffer => {
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
};

const parseObject = (body: string): Record<string, unknown> => {
  try {
    const value: unknown = body.trimStart().startsWith('{') ? JSON.parse(body) : undefined;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

const fromBody = (value: unknown): RpcTypedData | undefined => {
  if (Array.isArray(value)) return undefined;
  if (typeof value === 'boolean') return typedText(value ? 'True' : 'False');
  return typeof value === 'object' ? json(value) : text(value);
};

const ofMessage = (message: ServiceBusReceivedMessage): Record<string, RpcTypedData | undefined> => ({
  MessageId: text(message.messageId),
  CorrelationId: text(message.correlationId),
  ContentType: text(message.contentType),
  ReplyTo: text(message.replyTo),
  To: text(message.to),
  Subject: text(message.subject),
  Label: text(message.subject),
  SessionId: text(message.sessionId),
  ReplyToSessionId: text(message.replyToSessionId),
  PartitionKey: text(message.partitionKey),
  DeadLetterSource: text(message.deadLetterSource),
  LockToken: text(message.lockToken),
  DeliveryCount: json((message.deliveryCount ?? 0) + 1),
  SequenceNumber: json(Number(message.sequenceNumber ?? 0)),
  EnqueuedTimeUtc: instant(message.enqueuedTimeUtc, ''),
  EnqueuedTime: instant(message.enqueuedTimeUtc, '+00:00'),
  ExpiresAtUtc: instant(message.expiresAtUtc, ''),
  ExpiresAt: instant(message.expiresAtUtc, '+00:00'),
  ApplicationProperties: json(message.applicationProperties ?? {}),
  UserProperties: json(message.applicationProperties ?? {}),
});

/**
 * Trigger metadata of a message. Top-level properties of a JSON object in the body are added as strings and override keys of
 * the same name, without regard to case (`Utility.ApplyBindingData` of the Functions host). The AMQP count of earlier
 * deliveries is one less than .NET's DeliveryCount.
 */
export const messageMetadata = (message: ServiceBusReceivedMessage, body: string): Record<string, RpcTypedData> => {
  const metadata = new Map<string, [string, RpcTypedData]>();
  const put = (key: string, value: RpcTypedData | undefined) => {
    const known = metadata.get(key.toLowerCase());
    if (value !== undefined) metadata.set(key.toLowerCase(), [known?.[0] ?? key, value]);
  };
  for (const [key, value] of Object.entries(ofMessage(message))) put(key, value);
  for (const [key, value] of Object.entries(parseObject(body))) put(key, fromBody(value));
  return Object.fromEntries(metadata.values());
};
