/** Answers of the durable HTTP API. */
import type { DurableApiResponse } from '../port.ts';

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): DurableApiResponse => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const accepted = (): DurableApiResponse => ({ status: 202, headers: {} });

/** An error as the extension words it: the SDK shows the whole body. */
export const failure = (
  status: number,
  Message: string,
  ExceptionType = 'System.ArgumentException',
): DurableApiResponse => json(status, { Message, ExceptionMessage: Message, ExceptionType, StackTrace: null });

export const notFound = (): DurableApiResponse => ({ status: 404, headers: {} });

/** The instance has finished and takes nothing more. */
export const gone = (): DurableApiResponse => ({ status: 410, headers: {} });

const refusal = (feature: string): string => `${feature} not supported by this Functions host.`;

export const notSupported = (feature: string): DurableApiResponse =>
  failure(501, refusal(feature), 'System.NotImplementedException');

/** The same as a text alone: the SDK's `rewind` makes it the message of its error. */
export const notSupportedText = (feature: string): DurableApiResponse => json(501, refusal(feature));
