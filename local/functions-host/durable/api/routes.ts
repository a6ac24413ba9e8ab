/** The durable HTTP API: what the SDK's client calls, and what the management URLs point to. */
import type { Engine } from '../engine/context.ts';
import type { DurableApiRequest, DurableApiResponse } from '../port.ts';
import { failure, notSupported, notSupportedText } from './answers.ts';
import type { ApiHandler } from './context.ts';
import { purgeInstance, purgeInstances } from './purge.ts';
import { raiseEvent, resume, suspend, terminate } from './send.ts';
import { startOrchestration } from './start.ts';
import { getStatus, listInstances } from './status.ts';

const refuse =
  (feature: string, answer = notSupported): ApiHandler =>
  ({ engine, request }) => {
    engine.log.error(`${request.method} ${request.path}: ${feature} not supported by this Functions host`);
    return answer(feature);
  };

const routes: readonly [method: string, path: string, handler: ApiHandler][] = [
  ['POST', 'orchestrators/{name}', startOrchestration],
  ['POST', 'orchestrators/{name}/{id}', startOrchestration],
  ['GET', 'instances', listInstances],
  ['DELETE', 'instances', purgeInstances],
  ['GET', 'instances/{id}', getStatus],
  ['DELETE', 'instances/{id}', purgeInstance],
  ['POST', 'instances/{id}/raiseEvent/{event}', raiseEvent],
  ['POST', 'instances/{id}/terminate', terminate],
  ['POST', 'instances/{id}/suspend', suspend],
  ['POST', 'instances/{id}/resume', resume],
  ['POST', 'instances/{id}/rewind', refuse('Rewinding an orchestration is', notSupportedText)],
  ['POST', 'instances/{id}/restart', refuse('Restarting an orchestration is')],
  ['GET', 'entities', refuse('Durable entities are')],
  ['GET', 'entities/{name}', refuse('Durable entities are')],
  ['GET', 'entities/{name}/{key}', refuse('Durable entities are')],
  ['POST', 'entities/{name}/{key}', refuse('Durable entities are')],
];

const compiled = routes.map(([method, path, handler]) => ({ method, parts: path.split('/'), handler }));

/** The path's parts by the names in the route, or undefined if the route is another one. Fixed parts ignore case. */
const match = (route: readonly string[], path: readonly string[]): Record<string, string> | undefined => {
  if (route.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of route.entries()) {
    const given = path[i] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = given;
    else if (part.toLowerCase() !== given.toLowerCase()) return undefined;
  }
  return params;
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Answers one call of the API. */
export const handleApi = async (engine: Engine, request: DurableApiRequest): Promise<DurableApiResponse> => {
  const path = request.path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  for (const { method, parts, handler } of compiled) {
    const params = method === request.method.toUpperCase() ? match(parts, path) : undefined;
    if (params !== undefined) return handler({ engine, request, params });
  }
  return failure(404, `The durable HTTP API has no ${request.method} ${request.path}.`);
};
