/** What expressions see of the world: the `context` variable as an interface, so that expressions know nothing of the gateway. */
import type { Lookup } from './types.ts';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface BodyView {
  /** The whole body; throws when it was consumed before. */
  read(preserveContent: boolean): Uint8Array;
}

export interface UrlView {
  scheme: string;
  host: string;
  port: number;
  path: string;
  /** With its `?`, or empty. */
  queryString: string;
  query: Lookup;
}

export interface RequestView {
  method: string;
  url: UrlView;
  originalUrl: UrlView;
  headers: Lookup;
  ipAddress: string;
  matchedParameters: Lookup;
  body: BodyView | undefined;
}

export interface ResponseView {
  status: number;
  reason: string;
  headers: Lookup;
  body: BodyView | undefined;
}

export interface LastError {
  source: string;
  reason: string;
  message: string;
  scope: string;
  section: string;
  path: string;
  policyId: string;
}

/** Names of APIs, operations, products, subscriptions and users, as far as they are there. */
export type Described = Readonly<Record<string, unknown>>;

export interface ExpressionContext {
  clock: Clock;
  request: RequestView;
  response: ResponseView | undefined;
  variables: Map<string, unknown>;
  lastError: LastError | undefined;
  api: Described | undefined;
  operation: Described | undefined;
  product: Described | undefined;
  subscription: Described | undefined;
  user: Described | undefined;
  requestId: string;
  startedAt: number;
  trace(message: string): void;
}
