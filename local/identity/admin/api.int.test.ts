import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UserView } from '../../../shared/contracts/users.ts';
import { createBrowser } from '../browser.ts';
import type { Tokens } from '../code-flow.ts';
import type { Identity } from '../provider.ts';
import {
  alice,
  bob,
  claimsOf,
  olivia,
  openSignIn,
  opens,
  refresh,
  signIn,
  startTestIdentity,
  submit,
} from '../testing.ts';

let identity: Identity;
let operator: Required<Tokens>;

beforeEach(async () => {
  identity = await startTestIdentity();
  operator = await signIn(createBrowser(), identity.issuer, olivia);
});

afterEach(() => identity.close());

interface Call {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

const call = async (path: string, { method = 'GET', token = operator.access_token, body, headers }: Call = {}) => {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(`${identity.issuer}/admin/users${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...sent,
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
};

const change = (id: string, body: unknown) => call(`/${id}`, { method: 'PATCH', body });

const idOf = async (name: string): Promise<string> => {
  const { items } = (await call(`?search=${name}`)).body as { items: UserView[] };
  return items[0]?.id ?? '';
};

const aliceTokens = () => signIn(createBrowser(), identity.issuer, alice);

test('is found through the discovery document', async () => {
  const found = (await (await fetch(`${identity.issuer}/.well-known/openid-configuration`)).json()) as object;
  expect(found).toMatchObject({
    shop_user_administration_endpoint: `${identity.issuer}/admin/users`,
    shop_account_endpoint: `${identity.issuer}/account`,
    prompt_values_supported: expect.arrayContaining(['create']),
  });
});

describe('the list', () => {
  test('shows people by name, page by page, and nothing of their passwords', async () => {
    const { status, body } = await call('?pageSize=2');
    expect([status, body]).toMatchObject([200, { pageSize: 2, pageIndex: 0, total: 3, knownRoles: ['shop.operator'] }]);
    expect((body.items as UserView[]).map(({ name }) => name)).toEqual(['Alice Lindqvist', 'Bob Okonkwo']);
    expect(JSON.stringify(body)).not.toMatch(/scrypt|password/i);
    const next = await call('?pageSize=2&pageIndex=1');
    expect(next.body.items).toMatchObject([
      { name: 'Olivia Marchetti', email: 'olivia@example.com', roles: ['shop.operator'], disabled: false },
    ]);
  });

  test('knows who signed in last when', async () => {
    const before = new Date().toISOString();
    await aliceTokens();
    const { body } = await call(`/${await idOf('alice')}`);
    expect(String(body.lastSignInAt) >= before).toBe(true);
    expect((await call(`/${await idOf('bob')}`)).body.lastSignInAt).toBeNull();
  });

  test.each(['BOB', 'okon', 'bob@exam'])('finds bob by %s', async (search) => {
    expect((await call(`?search=${search}`)).body).toMatchObject({ total: 1, items: [{ username: 'bob' }] });
  });

  test.each(['pageSize=0', 'pageSize=101', 'pageIndex=-1', 'pageSize=many'])('refuses ?%s by name', async (query) => {
    const { status, body } = await call(`?${query}`);
    expect([status, body]).toMatchObject([400, { code: 'invalid-request', errors: [{ field: query.split('=')[0] }] }]);
  });
});

describe('disabling', () => {
  test('ends sessions and refresh tokens, and enabling lets the person in again', async () => {
    const browser = createBrowser();
    const { refresh_token: token } = await signIn(browser, identity.issuer, alice);
    const id = await idOf('alice');
    expect((await change(id, { disabled: true })).body).toMatchObject({ id, disabled: true, roles: [] });
    expect((await refresh(identity.issuer, token)).status).toBe(400);
    const form = await openSignIn(browser, identity.issuer);
    const refused = await submit(browser, form, ...alice);
    expect(refused.text).toContain('This account has been disabled. Ask the shop why.');
    expect((await submit(browser, form, 'alice', 'nope')).text).toContain('User name or password is not right.');
    expect((await change(id, { disabled: false })).body).toMatchObject({ disabled: false });
    expect(await opens(identity.issuer, alice)).toBe(true);
  });

  test('stops who is on the way', async () => {
    const browser = createBrowser();
    const form = await openSignIn(browser, identity.issuer);
    const signedIn = await browser.submit(form, { login: alice[0], password: alice[1] });
    await change(await idOf('alice'), { disabled: true });
    const page = await browser.get(signedIn.location ?? form.url);
    expect(page.location?.pathname).toMatch(/^\/interaction\//);
  });
});

describe('roles', () => {
  test('that are given show in the next token, and open this door', async () => {
    const { access_token: before, refresh_token: token } = await aliceTokens();
    expect((await call('', { token: before })).status).toBe(403);
    await change(await idOf('alice'), { roles: ['shop.operator', 'shop.operator'] });
    expect((await call('', { token: before })).status).toBe(403);
    const { access_token: after } = (await (await refresh(identity.issuer, token)).json()) as Tokens;
    expect(claimsOf(after).roles).toEqual(['shop.operator']);
    expect((await call('', { token: after })).status).toBe(200);
  });

  test('that are taken close it at once', async () => {
    const id = await idOf('bob');
    await change(id, { roles: ['shop.operator'] });
    const { access_token: token } = await signIn(createBrowser(), identity.issuer, bob);
    expect((await call('', { token })).status).toBe(200);
    await change(id, { roles: [] });
    expect((await call('', { token })).body).toMatchObject({ status: 403, code: 'missing-role' });
  });
});

test.each([{ disabled: true }, { roles: [] }])('operators cannot shut themselves out with %j', async (body) => {
  const answer = await change(await idOf('olivia'), body);
  expect([answer.status, answer.body.code]).toEqual([409, 'own-account']);
  expect((await call('')).status).toBe(200);
});

describe('refused is', () => {
  test('a shopper, whatever they ask for', async () => {
    const { access_token: token } = await aliceTokens();
    const id = String(claimsOf(token).sub);
    const answers = [
      await call('', { token }),
      await call(`/${id}`, { token }),
      await call(`/${id}`, { token, method: 'PATCH', body: { roles: ['shop.operator'] } }),
    ];
    for (const answer of answers) expect([answer.status, answer.body.code]).toEqual([403, 'missing-role']);
    expect((await call(`/${id}`)).body.roles).toEqual([]);
  });

  test('who brings no token, with the challenge of RFC 6750', async () => {
    const { status, headers, body } = await call('', { headers: { authorization: '' } });
    expect([status, body.code, headers.get('www-authenticate')]).toEqual([401, 'missing-token', 'Bearer']);
    expect(headers.get('content-type')).toBe('application/problem+json');
  });

  test('the ID token of an operator', async () => {
    expect((await call('', { token: operator.id_token })).body).toMatchObject({ status: 401, code: 'invalid-token' });
  });

  test('a token that is signed with another key, or not at all', async () => {
    const claims = claimsOf(operator.access_token);
    const header = { alg: 'HS256', typ: 'at+jwt' };
    const forged = await new SignJWT(claims).setProtectedHeader(header).sign(Buffer.alloc(32, 'k'));
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims)}.`;
    for (const token of [forged, unsigned, 'nonsense', `${operator.access_token}x`])
      expect((await call('', { token })).body).toMatchObject({ status: 401, code: 'invalid-token' });
  });

  test('an operator who was disabled meanwhile', async () => {
    await change(await idOf('bob'), { roles: ['shop.operator'] });
    const { access_token: token } = await signIn(createBrowser(), identity.issuer, bob);
    await change(await idOf('bob'), { disabled: true });
    expect((await call('', { token })).body).toMatchObject({ status: 401, code: 'invalid-token' });
  });

  test.each([
    ['an unknown role', { roles: ['shop.king'] }, 'invalid-request', 'roles.0'],
    ['an unknown field', { name: 'Mallory' }, 'invalid-request', 'name'],
    ['no change at all', {}, 'invalid-request', 'body'],
    ['a list', [], 'invalid-request', 'body'],
    ['disabled as text', { disabled: 'yes' }, 'invalid-request', 'disabled'],
  ])('%s', async (_, body, code, field) => {
    expect((await change(await idOf('bob'), body)).body).toMatchObject({ status: 400, code, errors: [{ field }] });
  });

  test.each([
    ['broken JSON', '{', {}, 400, 'invalid-json'],
    ['a form', 'disabled=true', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
    ['a huge body', `{"disabled":${' '.repeat(9000)}true}`, {}, 413, 'body-too-large'],
  ])('%s', async (_, body, headers, status, code) => {
    const answer = await call(`/${await idOf('bob')}`, { method: 'PATCH', body, headers });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test.each([
    ['GET', '/00000000-0000-0000-0000-000000000000', 404, 'user-not-found'],
    ['PATCH', '/00000000-0000-0000-0000-000000000000', 404, 'user-not-found'],
    ['DELETE', '', 405, 'method-not-allowed'],
    ['GET', '/a/b', 404, 'not-found'],
  ])('%s %s', async (method, path, status, code) => {
    const body = method === 'PATCH' ? { disabled: true } : undefined;
    const answer = await call(path, { method, ...(body && { body }) });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('a page of', () => {
  const preflight = (origin: string) =>
    fetch(`${identity.issuer}/admin/users/x`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' },
    });

  test.each(['http://127.0.0.1:8080', 'http://localhost:5173'])('%s may call it', async (origin) => {
    const { status, headers } = await preflight(origin);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    expect(headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization');
    expect((await call('', { headers: { origin } })).headers.get('access-control-allow-origin')).toBe(origin);
  });

  test.each(['https://evil.example', 'http://127.0.0.1.evil.example', 'null'])('%s may not', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    expect((await call('', { headers: { origin } })).headers.get('access-control-allow-origin')).toBeNull();
  });
});
