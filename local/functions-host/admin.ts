/** The host's own HTTP API: its status, its functions, and running one of them by hand. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { Logger } from '../log.ts';
import { hostVersion } from './core-module.ts';
import type { HostedFunction } from './functions.ts';
import { takeBody } from './http/body.ts';
import { routeOf } from './http/http-functions.ts';
import { hasKey, type Keys, keyOf } from './http/keys.ts';
import { parseTarget } from './http/request.ts';
import { answer, answerJson } from './http/response.ts';

export interface AdminOptions {
  functions: readonly HostedFunction[];
  keys: Keys;
  routePrefix: string;
  /** e.g. `http://localhost:7071` */
  baseUrl: string;
  /** Runs a function that no HTTP request triggers; undefined when it cannot be run by hand. */
  runByHand(fn: HostedFunction, input: string): Promise<unknown> | undefined;
  log: Logger;
}

const runBody = z.object({ input: z.string('must be a string: the text that the trigger would bring') });
const runBodyLimit = 1_048_576;

const describe = (fn: HostedFunction, { baseUrl, routePrefix }: AdminOptions) => ({
  name: fn.name,
  language: 'node',
  isDisabled: fn.disabled,
  href: `${baseUrl}/admin/functions/${fn.name}`,
  invoke_url_template:
    fn.triggerType === 'httpTrigger' && !fn.disabled ? `${baseUrl}${routeOf(fn, routePrefix).path}` : null,
  config: {
    name: fn.name,
    bindings: Object.entries(fn.metadata.bindings).map(([key, binding]) => ({ ...binding, name: key })),
  },
});

const parseInput = (body: Buffer): { input: string } | { error: string } => {
  try {
    const parsed = runBody.safeParse(JSON.parse(body.toString()));
    if (parsed.success) return parsed.data;
    return {
      error: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
    };
  } catch {
    return { error: 'the body must be JSON such as {"input":"…"}' };
  }
};

const run = async (fn: HostedFunction, request: IncomingMessage, response: ServerResponse, options: AdminOptions) => {
  const body = await takeBody(request, response, runBodyLimit);
  if (body === undefined) return;
  const parsed = parseInput(body);
  if ('error' in parsed) return answerJson(response, 400, { error: parsed.error });
  const work = options.runByHand(fn, parsed.input);
  if (work === undefined) {
    return answerJson(response, 400, { error: `a ${fn.triggerType} cannot be run by hand` });
  }
  work.catch(() => options.log.debug({ function: fn.name }, 'the run by hand failed'));
  answer(response, 202);
};

const answerFunction = async (
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  options: AdminOptions,
) => {
  const fn = options.functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (fn === undefined) return answerJson(response, 404, { error: `there is no function "${name}"` });
  if (request.method === 'POST') return run(fn, request, response, options);
  if (request.method === 'GET') return answerJson(response, 200, describe(fn, options));
  answer(response, 405, { allow: 'GET, POST' });
};

const status = () => ({
  id: hostname(),
  state: 'Running',
  version: hostVersion,
  instanceId: String(process.pid),
  computerName: hostname(),
  processUptime: Math.round(process.uptime() * 1000),
  errors: [],
});

/** Answers everything under /admin/; only `/admin/host/ping` needs no master key. */
export const createAdmin =
  (options: AdminOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { path, query } = parseTarget(request.url ?? '/');
    if (path === '/admin/host/ping') return answer(response, 200);
    if (!hasKey(keyOf(request, query), [options.keys['master-key']])) return answer(response, 401);
    if (path === '/admin/host/status') return answerJson(response, 200, status());
    if (path === '/admin/functions' && request.method === 'GET') {
      return answerJson(
        response,
        200,
        options.functions.map((fn) => describe(fn, options)),
      );
    }
    const name = /^\/admin\/functions\/([^/]+)$/.exec(path)?.[1];
    if (name !== undefined) return answerFunction(decodeURIComponent(name), request, response, options);
    answer(response, 404);
  };
