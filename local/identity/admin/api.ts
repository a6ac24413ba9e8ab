/** The operators' JSON API over HTTP: `/admin/users`, for the storefront's pages on this machine and for scripts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { commonProblems, type Failure, fail, isFailure, renderProblem } from '../../../shared/http/problems.ts';
import { readBody } from '../http/body.ts';
import { isLoopbackOrigin } from '../openid/clients.ts';
import type { Services } from '../services.ts';
import type { FindOperator } from './operator.ts';
import { changeUser, listUsers, readUser, userProblems } from './users.ts';

const problems = { ...commonProblems, ...userProblems };

/** Answers a page of another port of this machine (Fetch Standard, section 3.2.3); the token travels in a header, never in a cookie. */
const allowOrigin = ({ headers }: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('Vary', 'Origin');
  if (!isLoopbackOrigin(headers.origin ?? '')) return;
  response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '');
  response.setHeader('Access-Control-Allow-Methods', 'GET, PATCH');
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.setHeader('Access-Control-Expose-Headers', 'WWW-Authenticate');
  response.setHeader('Access-Control-Max-Age', '600');
};

const send = (response: ServerResponse, result: object): void => {
  if (isFailure(result)) {
    const { status = 500, headers, body } = renderProblem(result, problems);
    response.writeHead(status, headers as Record<string, string>).end(body);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(result));
};

/** The JSON body, or why there is none. */
const readJson = async (request: IncomingMessage): Promise<{ json: unknown } | Failure> => {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return fail('unsupported-media-type');
  const text = await readBody(request);
  if (text === undefined) return fail('body-too-large', { detail: 'At most 8 KB are accepted.' });
  try {
    return { json: JSON.parse(text) };
  } catch {
    return fail('invalid-json');
  }
};

const act = async (services: Services, findOperator: FindOperator, request: IncomingMessage): Promise<object> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const caller = await findOperator(request.headers.authorization);
  if (isFailure(caller)) return caller;
  const [, id] = /^\/admin\/users(?:\/([\w-]+))?$/.exec(pathname) ?? [undefined, ''];
  if (id === '') return fail('not-found');
  const allowed = id === undefined ? ['GET'] : ['GET', 'PATCH'];
  if (!allowed.includes(request.method ?? ''))
    return fail('method-not-allowed', { headers: { allow: allowed.join(', ') } });
  if (id === undefined) return listUsers(services, searchParams);
  if (request.method === 'GET') return readUser(services, id);
  const body = await readJson(request);
  return isFailure(body) ? body : changeUser(services, caller.operator, id, body.json);
};

export type AdminApi = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Handles every path below /admin. */
export const createAdminApi =
  (services: Services, findOperator: FindOperator): AdminApi =>
  async (request, response) => {
    allowOrigin(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const result = await act(services, findOperator, request);
    if (isFailure(result)) services.log.warn({ path: request.url, problem: (result as Failure).problem }, 'refused');
    send(response, result);
  };
