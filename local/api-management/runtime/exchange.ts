/** One request on its way through the gateway: everything that policies read and change. */
import type { Described, ExpressionContext, LastError } from '../expressions/context.ts';
import type { Backend } from './backends.ts';
import type { GatewayRequest, GatewayResponse } from './messages.ts';
import type { Services } from './services.ts';

/** Where a policy stands, for errors. */
export interface Place {
  policy: string;
  policyId: string;
  section: string;
  scope: string;
  path: string;
}

export interface Exchange extends ExpressionContext {
  readonly services: Services;
  request: GatewayRequest;
  response: GatewayResponse | undefined;
  lastError: LastError | undefined;
  /** The backend that set-backend-service named; absent when only an address is known. */
  backend: Backend | undefined;
  /** The policy that runs now. */
  place: Place | undefined;
  /** `returned`: the response goes out as it is. `cached`: outbound goes on after cache-store. */
  stopped: 'returned' | 'cached' | undefined;
  /** What cache-lookup found out, for cache-store. */
  caching: { key: string; cacheControl: (seconds: number) => string } | undefined;
  /** Called once the response is known. */
  atEnd: ((response: GatewayResponse) => void)[];
  /** Cancels what is under way to a backend when the client goes. */
  cancel: (() => void) | undefined;
  /** The client has gone without waiting for the answer: what breaks off now is nobody's failure. */
  abandoned: boolean;
}

/** Names of the API and so on that a request matched. */
export interface Matched {
  api?: Described;
  operation?: Described;
  product?: Described;
  subscription?: Described;
}

interface Start extends Matched {
  services: Services;
  request: GatewayRequest;
  requestId: string;
}

export const newExchange = ({ services, request, requestId, ...matched }: Start): Exchange => ({
  services,
  clock: services.clock,
  request,
  response: undefined,
  variables: new Map(),
  lastError: undefined,
  api: matched.api,
  operation: matched.operation,
  product: matched.product,
  subscription: matched.subscription,
  user: undefined,
  requestId,
  startedAt: services.clock.now(),
  trace: (message) => services.log.debug({ requestId }, message),
  backend: undefined,
  place: undefined,
  stopped: undefined,
  caching: undefined,
  atEnd: [],
  cancel: undefined,
  abandoned: false,
});
