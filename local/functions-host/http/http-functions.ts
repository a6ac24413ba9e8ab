/** HTTP-triggered functions: their routes, their keys, and the way of a request through a function. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../log.ts';
import { triggers } from '../bindings.ts';
import { refuse, toError } from '../errors.ts';
import { cannotRun, functionsOf, type HostedFunction } from '../functions.ts';
import type { Invoke } from '../invocation.ts';
import { traceContext } from '../trace-context.ts';
import { takeBody } from './body.ts';
import type { Forwarder } from './forward.ts';
import { hasKey, type Keys, keyOf } from './keys.ts';
import { parseTarget, toRpcRequest } from './request.ts';
import { answer, writeResponse } from './response.ts';
import { parseTemplate } from './route-template.ts';
import { createRouter, duplicates, type Route } from './router.ts';
import { type AnswerBy, createStreamed } from './streamed.ts';

interface Endpoint {
  fn: HostedFunction;
  /** Keys that open it; none needed when undefined. */
  keys: readonly string[] | undefined;
  template: string;
}

/** `METHODS /template` of every HTTP function, for whoever lists them. */
export const routeOf = (fn: HostedFunction, routePrefix: string): { methods: string[]; path: string } => {
  const { route, methods } = triggers.httpTrigger.parse(fn.trigger.binding);
  return { methods, path: `/${[routePrefix, route ?? fn.name].filter(Boolean).join('/')}` };
};

const keysFor = (fn: HostedFunction, keys: Keys): readonly string[] | undefined => {
  const { authLevel } = triggers.httpTrigger.parse(fn.trigger.binding);
  if (authLevel === 'anonymous') return undefined;
  return authLevel === 'admin' ? [keys['master-key']] : [keys['function-key'], keys['master-key']];
};

/** All routes of the app; throws a HostError listing every template that cannot be parsed, warns of unreachable ones. */
const buildRoutes = (functions: readonly HostedFunction[], options: HttpFunctionsOptions): Route<Endpoint>[] => {
  const problems: string[] = [];
  const routes = functionsOf(functions, 'httpTrigger').flatMap((fn) => {
    const { methods, path } = routeOf(fn, options.routePrefix);
    try {
      return [
        { methods, segments: parseTemplate(path), target: { fn, keys: keysFor(fn, options.keys), template: path } },
      ];
    } catch (error) {
      problems.push(`function "${fn.name}", route "${path}": ${toError(error).message}`);
      return [];
    }
  });
  refuse(cannotRun, problems);
  for (const [first, hidden] of duplicates(routes)) {
    options.log.warn(`duplicate route ${hidden.template}: "${hidden.fn.name}" is hidden behind "${first.fn.name}"`);
  }
  return routes;
};

export interface HttpFunctionsOptions {
  routePrefix: string;
  keys: Keys;
  bodyLimit: number;
  invoke: Invoke;
  log: Logger;
  /** The way to the library's own server, for an app with HTTP streaming. */
  forwarder: Forwarder | undefined;
}

/** Reads the body, runs the function and writes what it returned. */
const createBuffered =
  ({ bodyLimit, invoke }: HttpFunctionsOptions): AnswerBy =>
  async (fn, { request, response, params, query }) => {
    const body = await takeBody(request, response, bodyLimit);
    if (body === undefined) return;
    const http = toRpcRequest(request, { params, query, body });
    const trace = traceContext(http.headers?.traceparent, http.headers?.tracestate);
    const outcome = await invoke(fn, { trigger: { http }, trace }).catch(() => undefined);
    if (outcome === undefined) answer(response, 500);
    else writeResponse(response, outcome);
  };

/** Answers requests by running functions; false when no route fits (404, also for a wrong method, as in Azure). */
export const createHttpFunctions = (functions: readonly HostedFunction[], options: HttpFunctionsOptions) => {
  const route = createRouter(buildRoutes(functions, options));
  const { forwarder } = options;
  const answerBy = forwarder ? createStreamed({ ...options, forwarder }) : createBuffered(options);
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { path, query } = parseTarget(request.url ?? '/');
    const match = route(request.method ?? 'GET', path);
    if (match === undefined) return false;
    const { fn, keys } = match.target;
    if (keys !== undefined && !hasKey(keyOf(request, query), keys)) {
      answer(response, 401);
      return true;
    }
    await answerBy(fn, { request, response, params: match.params, query });
    return true;
  };
};
