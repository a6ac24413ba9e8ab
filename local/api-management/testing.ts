/**
 * Unit tests for policies: a request in, a response out, the backends faked at the network edge, the clock in the test's hands.
 * Works on a whole folder, or on one policy given as text.
 */

import { pino } from 'pino';
import type { Logger } from '../log.ts';
import type { LastError } from './expressions/context.ts';
import { execute } from './gateway/execute.ts';
import { compilePlan, loadPlan } from './gateway/load-plan.ts';
import type { GatewayPlan } from './gateway/plan.ts';
import { parseTarget } from './http/target.ts';
import type { Folder } from './model/folder.ts';
import { collectProblems, type Problems } from './problem.ts';
import { Body } from './runtime/body.ts';
import { Headers as Fields } from './runtime/headers.ts';
import { Query, Url } from './runtime/url.ts';
import { createServices } from './services.ts';
import { type Call, type FakeBackends, fakeNetwork } from './testing/fake-backends.ts';
import { PolicyXmlError, parsePolicyXml } from './xml/policy-element.ts';

export { type Call, type FakeBackends, FakeTimeout } from './testing/fake-backends.ts';
export { createTestIssuer, type TestIssuer } from './testing/issuer.ts';

interface Shared {
  /** Answers for every backend, `send-request` and OpenID configuration; default: 200 with `{}`. */
  backends?: FakeBackends;
  namedValues?: Record<string, string>;
  /** Milliseconds at the start; default: 2026-11-15T12:00:00Z. */
  now?: number;
  log?: Logger;
}

/** A folder in the APIOps convention; `backendUrls` win over the addresses in its files. */
export interface FolderUnderTest extends Shared {
  dir: string;
  backendUrls?: Record<string, string>;
}

/** One policy file as text, for an API at `/test` whose backend is `https://backend.test`. */
export interface PolicyUnderTest extends Shared {
  policy: string;
  /** Text of policy fragments by id. */
  fragments?: Record<string, string>;
  /** Display name of the product that the requests come through. */
  product?: string;
  /** Default: `/{*path}` for every method. */
  operation?: { method: string; urlTemplate: string };
}

export interface Answer {
  status: number;
  reason: string;
  headers: Headers;
  text: string;
  /** The body as JSON; throws when it is none. */
  json: () => unknown;
  /** `context.Variables` at the end. */
  variables: ReadonlyMap<string, unknown>;
  /** `context.LastError`, if a policy failed. */
  lastError: LastError | undefined;
  /** What backends were asked while this request ran. */
  calls: Call[];
}

export interface RequestInit {
  method?: string;
  headers?: Record<string, string>;
  /** Objects are sent as JSON. */
  body?: string | object;
  ipAddress?: string;
}

export interface PolicyTest {
  /** `path` may have a query. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  /** Lets time pass; waits of `retry` take none. */
  advance(milliseconds: number): void;
  now(): number;
  /** Everything backends were asked so far. */
  calls: Call[];
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const policyFile = (file: string, text: string, problems: Problems) => {
  try {
    return { file, root: parsePolicyXml(text) };
  } catch (error) {
    if (!(error instanceof PolicyXmlError)) throw error;
    problems.add(file, error.line, error.message);
    return undefined;
  }
};

const folderOf = (
  { policy, fragments = {}, operation, product, namedValues = {} }: PolicyUnderTest,
  problems: Problems,
): Folder => {
  const parsed = Object.entries(fragments).map(
    ([id, text]) => [id, policyFile(`policy fragments/${id}/policy.xml`, text, problems)] as const,
  );
  const operations = operation ? [operation] : methods.map((method) => ({ method, urlTemplate: '/{*path}' }));
  return {
    policy: undefined,
    namedValues: Object.keys(namedValues).map((name) => ({
      file: '',
      name,
      displayName: name,
      value: undefined,
      secret: false,
    })),
    fragments: new Map(parsed.flatMap(([id, file]) => (file ? [[id, file] as const] : []))),
    backends: [],
    products:
      product === undefined
        ? []
        : [
            {
              file: '',
              id: 'product',
              displayName: product,
              subscriptionRequired: false,
              apis: ['test'],
              policy: undefined,
            },
          ],
    subscriptions: [],
    apis: [
      {
        file: 'apis/test/apiInformation.json',
        id: 'test',
        displayName: 'Test',
        path: 'test',
        serviceUrl: 'https://backend.test',
        subscriptionRequired: false,
        keyNames: { header: 'Ocp-Apim-Subscription-Key', query: 'subscription-key' },
        revision: '1',
        operations: operations.map((one) => ({
          ...one,
          id: `test-${one.method.toLowerCase()}`,
          displayName: one.method,
          policy: undefined,
        })),
        policy: policyFile('policy.xml', policy, problems),
      },
    ],
  };
};

const planOf = (under: FolderUnderTest | PolicyUnderTest): GatewayPlan => {
  const { namedValues = {} } = under;
  if ('dir' in under)
    return loadPlan({
      dir: under.dir,
      namedValues,
      environment: {},
      ...(under.backendUrls && { backends: under.backendUrls }),
    });
  const problems = collectProblems();
  return compilePlan(folderOf(under, problems), { namedValues, environment: {} }, problems);
};

const toRequest = (path: string, init: RequestInit, plan: GatewayPlan) => {
  const target = parseTarget(path);
  if (typeof target === 'string') throw new TypeError(`"${path}": ${target}`);
  const { method = 'GET', headers = {}, body, ipAddress = '203.0.113.7' } = init;
  const match = plan.router.match(method, target.path);
  const content = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const fields = Fields.from(Object.entries(headers));
  if (typeof body === 'object' && !fields.has('Content-Type')) fields.set('Content-Type', 'application/json');
  if (content !== undefined) fields.set('Content-Length', String(Buffer.byteLength(content)));
  const gateway = { scheme: 'https' as const, host: 'gateway.test', port: 443, basePath: '' };
  const request = {
    method,
    url: new Url(match?.api.destination ?? gateway, match?.rest ?? target.path, new Query(target.query)),
    originalUrl: new Url(gateway, target.path, new Query(target.query)),
    headers: fields,
    ipAddress,
    matchedParameters: match?.parameters ?? new Map<string, string>(),
    body: content === undefined ? undefined : Body.of(content),
  };
  return { request, match };
};

/** Compiles the policies; throws FolderError with every problem. */
export const testPolicies = (under: FolderUnderTest | PolicyUnderTest): PolicyTest => {
  let time = under.now ?? Date.UTC(2026, 10, 15, 12);
  const plan = planOf(under);
  const network = fakeNetwork(under.backends ?? (() => Response.json({})));
  const services = createServices({
    log: under.log ?? pino({ level: 'silent' }),
    send: network.send,
    clock: { now: () => time },
    sleep: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
  });

  return {
    calls: network.calls,
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    request: async (path, init = {}) => {
      const before = network.calls.length;
      const { request, match } = toRequest(path, init, plan);
      const { exchange, response } = execute(plan, match, request, services);
      const { status, reason, headers, body } = await response;
      await body?.buffer();
      const text = body?.bytes?.toString('utf8') ?? '';
      const sent = [...headers.entries()].flatMap(([name, values]) =>
        values.map((value): [string, string] => [name, value]),
      );
      return {
        status,
        reason,
        headers: new Headers(sent),
        text,
        json: () => JSON.parse(text) as unknown,
        variables: exchange.variables,
        lastError: exchange.lastError,
        calls: network.calls.slice(before),
      };
    },
  };
};
