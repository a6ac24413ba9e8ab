/**
 * Every field of every route, broken in every way: the answer is always a problem that names the field, never a fault of the shop, and
 * nothing is stored. Values and breakages come from the routes' own schemas. `SEED=123` plays the same ones again.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { collectRoutes, type Route } from '../scripts/routes.ts';
import { maxBodyBytes } from '../shared/http/request.ts';
import { expectQuietBus } from './support/books.ts';
import { type CrowdedShop, openCrowdedShop } from './support/crowd.ts';
import { breakages, jsonSchemaOf, valid } from './support/json-schema.ts';
import { seededRandom } from './support/random.ts';
import { eventually } from './support/shop.ts';
import { everythingStored } from './support/stored.ts';
import { textOf } from './support/text-of.ts';

const { seed } = seededRandom();
const routes = await collectRoutes();
const dataDir = await mkdtemp(join(tmpdir(), 'eshop-'));

let shop: CrowdedShop;
let headers: Record<string, string>;

beforeAll(async () => {
  console.log(`bad fields: SEED=${seed}`);
  shop = await openCrowdedShop({ dataDir });
  const functionKey = (await readFile(shop.functionKeyFile, 'utf8')).trim();
  headers = { 'x-functions-key': functionKey, authorization: `Bearer ${await shop.operatorToken()}` };
  // The first assortment is on its way to the baskets.
  await eventually(
    async () => everythingStored(dataDir)['catalog.outbox'],
    (waiting) => waiting === undefined,
  );
  await expectQuietBus(shop);
});
afterAll(() => shop?.close());

interface Sent {
  params?: Record<string, unknown>;
  query?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  contentType?: string;
}

const send = async ({ methods, route }: Route, { params = {}, query = {}, body, contentType }: Sent) => {
  const path = route.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(String(params[name])));
  const response = await fetch(`${shop.api('catalog')}/${path}?${new URLSearchParams(query).toString()}`, {
    method: methods[0] ?? 'GET',
    headers: {
      ...headers,
      'idempotency-key': randomUUID(),
      'if-match': '"1"',
      ...(contentType !== undefined && { 'content-type': contentType }),
    },
    ...(body !== undefined && { body }),
  });
  const received = await textOf(response);
  return { status: response.status, type: response.headers.get('content-type'), received };
};

type Answered = Awaited<ReturnType<typeof send>>;

interface Problem {
  status: number;
  code: string;
  errors?: { field: string; message: string }[];
}

/** A problem that the route says it can answer with, in the right form. */
const expectProblem = ({ problems }: Route, { status, type, received }: Answered): Problem => {
  expect({ status, received }).toMatchObject({ status: expect.toSatisfy((code: number) => code >= 400 && code < 500) });
  expect(type).toBe('application/problem+json');
  const problem = JSON.parse(received) as Problem;
  expect(problem).toMatchObject({ status, title: problems[problem.code]?.title });
  expect(problems[problem.code]?.status).toBe(status);
  return problem;
};

const expectFieldNamed = (route: Route, answered: Answered, field: string): Problem => {
  const problem = expectProblem(route, answered);
  const { errors = [] } = problem;
  const within = (name: string) => name === field || name.startsWith(`${field}.`) || name.startsWith(`${field}[`);
  expect({ errors, field }).toEqual({
    errors: expect.toSatisfy(() => errors.some((error) => within(error.field))),
    field,
  });
  return problem;
};

const anything = z.object({});

/** Requests that the route's schemas allow. */
const validRequest = ({ spec: { params = anything, query = anything, body = anything } }: Route) => {
  const part = (schema: z.ZodType) => valid(jsonSchemaOf(schema)).filter((value) => schema.safeParse(value).success);
  const texts = (values: unknown) =>
    Object.fromEntries(Object.entries(values as object).map(([name, value]) => [name, String(value)]));
  return fc.record({
    params: part(params).map(texts),
    query: fc
      .constant({})
      .chain(() => (query === anything ? fc.constant({}) : valid(jsonSchemaOf(query))))
      .map(texts),
    body: part(body),
  });
};

const json = 'application/json';

/** Plays a property a few times; what fast-check finds it shrinks and prints with the seed. */
const always = async <T>(values: fc.Arbitrary<T>, holds: (value: T) => Promise<void>, numRuns = 3) =>
  fc.assert(fc.asyncProperty(values, holds), { seed, numRuns, endOnFailure: true });

const withBody = routes.filter(({ spec }) => spec.body);
const withQuery = routes.filter(({ spec }) => spec.query);
const withParams = routes.filter(({ spec }) => spec.params);
const raw = routes.filter(({ spec }) => spec.rawBody);
const writing = routes.filter(({ methods, spec }) => methods[0] !== 'GET' && !spec.rawBody);

let before: ReturnType<typeof everythingStored>;

test('there is something stored that could change', () => {
  before = everythingStored(dataDir);
  expect(before['catalog.items']?.length).toBeGreaterThan(0);
  expect(before['coupon.documents']?.length).toBeGreaterThan(0);
});

describe('a body', () => {
  test.each(withBody)('of $name with one field broken is refused, and the field named', async (route) => {
    const schema = jsonSchemaOf(route.spec.body ?? anything);
    const tried = new Set<string>();
    await always(validRequest(route), async (request) => {
      for (const { how, field, json: body } of breakages(schema, request.body)) {
        tried.add(how);
        expectFieldNamed(route, await send(route, { ...request, body, contentType: json }), field);
      }
    });
    expect(tried.size).toBeGreaterThanOrEqual(3);
  });

  test.each(writing)('of $name that is no JSON object is refused', async (route) => {
    await always(
      validRequest(route),
      async (request) => {
        const deep = '['.repeat(10_000) + ']'.repeat(10_000);
        for (const body of [
          'null',
          '[]',
          '"text"',
          '42',
          'true',
          deep,
          '{"a":',
          '{]',
          '\u0000',
          "{'a':1}",
          '{"a":1}{"b":2}',
        ])
          expect(
            expectFieldNamed(route, await send(route, { ...request, body, contentType: json }), 'body').status,
          ).toBe(400);
      },
      1,
    );
  });

  test.each(withBody)('of $name in another content type is refused', async (route) => {
    await always(
      validRequest(route),
      async (request) => {
        const body = JSON.stringify(request.body);
        for (const contentType of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'json', ';'])
          expect(expectProblem(route, await send(route, { ...request, body, contentType })).code).toBe(
            'unsupported-media-type',
          );
      },
      1,
    );
  });

  test.each(writing)('of $name that is larger than any request is refused', async (route) => {
    await always(
      validRequest(route),
      async (request) => {
        const body = JSON.stringify({ ...(request.body as object), filler: 'x'.repeat(maxBodyBytes) });
        expect(expectProblem(route, await send(route, { ...request, body, contentType: json })).code).toBe(
          'body-too-large',
        );
      },
      1,
    );
  });

  test.each(raw)('of $name that is not what it should be is refused', async (route) => {
    const { maxBytes = 0 } = route.spec.rawBody ?? {};
    await always(validRequest(route), async (request) => {
      const attempt = (body: Uint8Array<ArrayBuffer>) =>
        send(route, { params: request.params, body, contentType: 'image/png' });
      expectFieldNamed(route, await attempt(new Uint8Array(0)), 'body');
      expectFieldNamed(route, await attempt(new TextEncoder().encode('<svg onload="alert(1)"/>')), 'body');
      expect(expectProblem(route, await attempt(new Uint8Array(maxBytes + 1))).code).toBe('body-too-large');
    });
  });
});

const oddTexts = [
  '',
  'x',
  '-1',
  '1.5',
  '1e400',
  'NaN',
  '0x10',
  '99999999999999999999',
  '☃',
  'a\u0000b',
  'x'.repeat(1000),
  "' or 1=1 --",
  '../..',
  '{"a":1}',
  'true',
];

/** The texts that a schema's field refuses, whatever the others are. */
const refusedBy = (schema: z.ZodType, values: Record<string, unknown>, field: string): string[] =>
  oddTexts.filter((text) => !schema.safeParse({ ...values, [field]: text }).success);

describe('a query', () => {
  test.each(withQuery)('of $name with one field broken is refused, and the field named', async (route) => {
    const schema = route.spec.query ?? anything;
    const { properties = {}, required = [] } = jsonSchemaOf(schema);
    const needed = Object.fromEntries(required.map((name) => [name, name === 'currency' ? 'USD' : '1000']));
    expect(schema.safeParse(needed).success).toBe(true);
    await always(
      validRequest(route),
      async ({ params }) => {
        // A search takes any text: what is no word finds nothing.
        for (const field of Object.keys(properties).filter((name) => name !== 'search')) {
          const refused = refusedBy(schema, needed, field);
          expect([field, refused]).toEqual([field, expect.arrayContaining(['a\u0000b', 'x'.repeat(1000)])]);
          for (const text of refused)
            expectFieldNamed(route, await send(route, { params, query: { ...needed, [field]: text } }), field);
        }
      },
      1,
    );
  });
});

describe('a path', () => {
  test.each(withParams)('of $name with one part broken is refused, and the part named', async (route) => {
    const schema = route.spec.params ?? anything;
    await always(
      validRequest(route),
      async ({ params, body }) => {
        for (const field of Object.keys(params)) {
          const refused = refusedBy(schema, params, field).filter((text) => text !== '' && text !== '../..');
          expect([field, refused.length > 0]).toEqual([field, true]);
          const content = route.methods[0] === 'GET' ? {} : { body: JSON.stringify(body), contentType: json };
          for (const text of refused)
            expectFieldNamed(route, await send(route, { params: { ...params, [field]: text }, ...content }), field);
        }
      },
      1,
    );
  });
});

test('of all that, nothing was stored', () => {
  expect(everythingStored(dataDir)).toEqual(before);
});

test('and no app had an error', () => {
  expect(shop.log.filter((line) => line.includes('"level":50') || line.includes('CRASHED'))).toEqual([]);
});

test.each(routes)('what the schemas of $name allow, however odd, is no fault of the shop', async (route) => {
  await always(
    validRequest(route),
    async ({ params, query, body }) => {
      const content = route.methods[0] === 'GET' ? {} : { body: JSON.stringify(body), contentType: json };
      const { status, received } = await send(route, { params, query, ...content });
      expect({ status, received }).toEqual({ status: expect.toSatisfy((code: number) => code < 500), received });
    },
    10,
  );
});
