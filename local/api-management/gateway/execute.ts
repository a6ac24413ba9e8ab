/** Runs one request through its plan: inbound, backend, outbound, and on-error when something fails. */
import { randomUUID } from 'node:crypto';
import type { LastError } from '../expressions/context.ts';
import { EvaluationError } from '../expressions/problem.ts';
import type { Pipeline } from '../policies/compile.ts';
import { isPreflight } from '../policies/cors.ts';
import { BodyTooLarge } from '../runtime/body.ts';
import { type Exchange, newExchange, type Place } from '../runtime/exchange.ts';
import type { GatewayRequest, GatewayResponse } from '../runtime/messages.ts';
import { errorResponse, PolicyError, type Refusal } from '../runtime/policy-error.ts';
import type { Services } from '../runtime/services.ts';
import { runSteps } from '../runtime/step.ts';
import type { GatewayPlan, OperationPlan } from './plan.ts';
import type { Match } from './router.ts';
import { authorize } from './subscriptions.ts';

const nowhere: Place = { policy: 'configuration', policyId: '', section: 'inbound', scope: '', path: '' };

/** Whatever broke off, it did because nobody waits for it any more. No client reads the status, which is nginx's for this. */
const abandoned: Refusal = {
  reason: 'ClientConnectionFailure',
  message: 'The client went away before it was answered.',
  status: 499,
};

const describe = (error: unknown): Refusal => {
  if (error instanceof PolicyError) return error.refusal;
  if (error instanceof EvaluationError)
    return {
      reason: 'ExpressionValueEvaluationFailure',
      message: `Expression evaluation failed. ${error.message}`,
      shown: 'Internal server error',
      status: 500,
    };
  if (error instanceof BodyTooLarge)
    return { reason: 'SizeLimit', message: error.message, shown: 'The body is too large.', status: 413 };
  return {
    reason: 'InternalError',
    message: error instanceof Error ? error.message : String(error),
    shown: 'Internal server error',
    status: 500,
  };
};

const lastErrorOf = ({ reason, message, source }: Refusal, place: Place): LastError => ({
  source: source ?? place.policy,
  reason,
  message,
  scope: place.scope,
  section: place.section,
  path: place.path,
  policyId: place.policyId,
});

const levelOf = (refusal: Refusal): 'debug' | 'warn' | 'error' => {
  if (refusal === abandoned) return 'debug';
  return refusal.status >= 500 ? 'error' : 'warn';
};

/** Logged as a warning when a caller is refused, as an error when the gateway or a backend fails. */
const report = (exchange: Exchange, refusal: Refusal, error: unknown): void => {
  const { lastError, requestId, services, request, api, operation } = exchange;
  const unexpected = refusal.reason === 'InternalError' ? { err: error } : {};
  services.log[levelOf(refusal)](
    {
      requestId,
      method: request.method,
      path: request.originalUrl.path,
      api: api?.id,
      operation: operation?.id,
      status: refusal.status,
      source: lastError?.source,
      reason: refusal.reason,
      ...unexpected,
    },
    refusal.message,
  );
};

const fail = async (exchange: Exchange, pipeline: Pipeline, error: unknown): Promise<void> => {
  const refusal = exchange.abandoned ? abandoned : describe(error);
  exchange.lastError = lastErrorOf(refusal, exchange.place ?? nowhere);
  report(exchange, refusal, error);
  exchange.response?.body?.discard();
  exchange.response = errorResponse(refusal.status, refusal.shown ?? refusal.message, refusal.headers);
  exchange.stopped = undefined;
  try {
    await runSteps(pipeline['on-error'], exchange);
  } catch (second) {
    const again = describe(second);
    report(exchange, again, second);
    exchange.response = errorResponse(500, 'Internal server error');
  }
};

/** Where outbound goes on after a cache hit: behind cache-store, as in Azure. */
const afterCacheStore = ({ outbound }: Pipeline): number =>
  outbound.findIndex(({ holds }) => holds.has('cache-store')) + 1;

const runSections = async (exchange: Exchange, pipeline: Pipeline): Promise<void> => {
  await runSteps(pipeline.inbound, exchange);
  if (exchange.stopped === 'returned') return;
  const cached = exchange.stopped === 'cached';
  exchange.stopped = undefined;
  if (!cached) await runSteps(pipeline.backend, exchange);
  if (exchange.stopped) return;
  await runSteps(pipeline.outbound, exchange, cached ? afterCacheStore(pipeline) : 0);
};

const finish = (exchange: Exchange): GatewayResponse => {
  // No forward-request and no response of its own: Azure answers 200 without a body.
  const response = (exchange.response ??= errorFree());
  for (const last of exchange.atEnd) last(response);
  return response;
};

const errorFree = (): GatewayResponse => {
  const response = errorResponse(200, '');
  response.body = undefined;
  response.headers.delete('Content-Type');
  return response;
};

const run = async (exchange: Exchange, pipeline: Pipeline, before: () => void): Promise<GatewayResponse> => {
  try {
    before();
    await runSections(exchange, pipeline);
  } catch (error) {
    await fail(exchange, pipeline, error);
  }
  try {
    return finish(exchange);
  } catch (error) {
    exchange.atEnd = [];
    await fail(exchange, pipeline, error);
    return finish(exchange);
  }
};

const notFound = (): never => {
  throw new PolicyError({
    reason: 'OperationNotFound',
    source: 'configuration',
    message: 'Unable to match incoming request to an operation.',
    shown: 'Resource not found',
    status: 404,
  });
};

/** The operation that a preflight request asks for, when there is none for OPTIONS itself. */
const preflightTarget = (plan: GatewayPlan, request: GatewayRequest, path: string): Match | undefined => {
  const found = plan.router.match(request.headers.text('Access-Control-Request-Method') ?? '', path);
  return found?.operation ? found : undefined;
};

/** Runs only `cors`, which is all that Azure evaluates of a preflight request; false when it does not answer. */
const answerPreflight = (exchange: Exchange, pipeline: Pipeline): boolean => {
  for (const { preflight } of pipeline.inbound) {
    preflight?.(exchange);
    if (exchange.stopped) return true;
  }
  return false;
};

const withProduct = (exchange: Exchange, operation: OperationPlan, plan: GatewayPlan): Pipeline => {
  const { product, subscription } = authorize(operation.api, exchange.request, plan);
  const found = plan.products.get(product);
  exchange.product = found && {
    id: found.id,
    name: found.displayName,
    subscriptionRequired: found.subscriptionRequired,
  };
  exchange.subscription = subscription?.described;
  return operation.pipelines.get(product) ?? operation.api.pipeline;
};

export interface Execution {
  /** So that a client that goes can cancel what is under way. */
  exchange: Exchange;
  response: Promise<GatewayResponse>;
}

/** Answers one request. Never rejects: what fails becomes a response. */
export const execute = (
  plan: GatewayPlan,
  match: Match | undefined,
  request: GatewayRequest,
  services: Services,
): Execution => {
  const { api, operation } = match ?? {};
  const exchange = newExchange({
    services,
    request,
    requestId: randomUUID(),
    ...(api && { api: api.described }),
    ...(operation && { operation: operation.described }),
  });
  return { exchange, response: respond(plan, match, exchange) };
};

const respond = (plan: GatewayPlan, match: Match | undefined, exchange: Exchange): Promise<GatewayResponse> => {
  const { request } = exchange;
  const api = match?.api;
  if (match && isPreflight(request.method, request.headers)) {
    const target = preflightTarget(plan, request, request.originalUrl.path);
    const pipeline = target?.operation?.pipelines.get(target.api.openProduct ?? '') ?? match.api.pipeline;
    if (answerPreflight(exchange, pipeline)) return Promise.resolve(finish(exchange));
  }
  if (!match?.operation) return run(exchange, api?.pipeline ?? plan.global, notFound);
  try {
    return run(exchange, withProduct(exchange, match.operation, plan), () => undefined);
  } catch (error) {
    return run(exchange, match.api.pipeline, () => {
      throw error;
    });
  }
};
