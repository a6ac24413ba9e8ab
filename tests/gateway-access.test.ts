/** Who gets through the gateway to which route, for every route that the apps register. */
import { describe, expect, test } from 'vitest';
import { publicRoutes } from '../scripts/openapi.ts';
import type { Route } from '../scripts/routes.ts';
import { commonProblems } from '../shared/http/problems.ts';
import { away, bearer, gateway, issuer, operator, shopper } from './support/gateway-policies.ts';

const routes = await publicRoutes();

const shop = gateway(() => Response.json({ reached: true }));

/** Asks with what lets the gateway itself say no more: a body for those that must say how large theirs is. */
const ask = ({ route, methods: [method = 'GET'], spec }: Route, headers: Record<string, string>, at = shop) =>
  at.request(`/api/${route.replaceAll(/\{\w+\}/g, 'some-id')}`, {
    method,
    headers,
    ...(spec.rawBody && { body: 'bytes' }),
  });

const outcome = async (route: Route, claims: Record<string, unknown> | undefined) => {
  const { status, json } = await ask(route, claims ? await bearer(claims) : {});
  const { code, reached } = json() as { code?: string; reached?: true };
  return reached ? 'reached' : `${status} ${code}`;
};

const withoutScope = ({ app }: Route) => ({ ...operator, scope: operator.scope.replace(app, '') });

const expected = {
  anyone: ['reached', 'reached', 'reached', 'reached'],
  caller: ['401 missing-token', '403 missing-scope', 'reached', 'reached'],
  operator: ['401 missing-token', '403 missing-scope', '403 missing-role', 'reached'],
};

test.each(routes.map((route) => [route.name, route] as const))(
  '%s lets in whom its function lets in: nobody, without the scope, a shopper, an operator',
  async (_name, route) => {
    const asked = [undefined, withoutScope(route), shopper, operator];
    const outcomes = await Promise.all(asked.map((claims) => outcome(route, claims)));
    expect(outcomes).toEqual(expected[route.spec.access ?? 'caller']);
  },
);

const deserted = gateway(away);

test.each(routes.map((route) => [route.name, route] as const))(
  '%s says that its app is away, and never that something is not there',
  async (_name, route) => {
    const { status, json, headers } = await ask(route, await bearer(operator), deserted);
    expect([status, json()]).toEqual([
      503,
      expect.objectContaining({ code: 'temporarily-unavailable', retryable: true }),
    ]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  },
);

describe('tokens that are not good', () => {
  const past = Date.UTC(2026, 10, 15, 11) / 1000;

  test.each<[string, () => Promise<Record<string, string>>, keyof typeof commonProblems]>([
    ['no token', async () => ({}), 'missing-token'],
    ['another scheme', async () => ({ authorization: 'Basic abc' }), 'missing-token'],
    ['nonsense', async () => ({ authorization: 'Bearer a.b.c' }), 'invalid-token'],
    ['an expired one', () => bearer({ ...shopper, exp: past }), 'expired-token'],
    ['one without an end', () => bearer({ ...shopper, exp: undefined }), 'invalid-token'],
    ['one for another audience', () => bearer({ ...shopper, aud: 'elsewhere' }), 'invalid-token'],
    ['one of another issuer', () => bearer({ ...shopper, iss: 'https://x.test' }), 'invalid-token'],
    ['one without scopes', () => bearer({ ...shopper, scope: undefined }), 'missing-scope'],
    ['one whose scope only sounds right', () => bearer({ ...shopper, scope: 'baskets' }), 'missing-scope'],
  ])('%s is refused as the functions would refuse it', async (_what, headers, code) => {
    const {
      status,
      json,
      calls,
      headers: answered,
    } = await shop.request('/api/basket/baskets/me', { headers: await headers() });
    const { title, retryable } = commonProblems[code];
    expect(json()).toEqual({
      type: 'about:blank',
      title,
      status,
      code,
      retryable,
      instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(status).toBe(commonProblems[code].status);
    expect(answered.get('content-type')).toBe('application/problem+json');
    expect(answered.has('www-authenticate')).toBe(status === 401);
    expect(calls.filter(({ url }) => !url.startsWith(issuer.url))).toEqual([]);
  });

  test('while the identity provider is away nobody gets in, and it shows why', async () => {
    const closed = gateway(() => Response.json({}), { 'identity-issuer': 'https://nobody.test' });
    const { status, json, headers } = await closed.request('/api/basket/baskets/me', { headers: await bearer() });
    const { title, retryable } = commonProblems['identity-unavailable'];
    expect(json()).toMatchObject({ status: 503, code: 'identity-unavailable', title, retryable });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });

  test('tokens as Entra writes them get in by other claims', async () => {
    const entra = gateway(() => Response.json({}), { 'identity-scope-claim': 'scp', 'identity-audience': 'a-guid' });
    const claims = { oid: 'alice', sub: 'pairwise', aud: 'a-guid', scp: 'basket ordering' };
    expect((await entra.request('/api/basket/baskets/me', { headers: await bearer(claims) })).status).toBe(200);
    expect((await entra.request('/api/payment/cards', { headers: await bearer(claims) })).status).toBe(403);
  });
});
