/** validate-jwt beyond the usual: where tokens come from, several issuers, keys in the policy, and what is never accepted. */
import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createTestIssuer, testPolicies } from '../testing.ts';

const now = Date.UTC(2026, 10, 15, 12);
const soon = now / 1000 + 60;
const issuer = await createTestIssuer({ now: () => now });

const gateway = (attributes: string, children: string, issuers = [issuer]) =>
  testPolicies({
    policy: `<policies><inbound><validate-jwt ${attributes}>${children}</validate-jwt></inbound></policies>`,
    now,
    backends: (request) => issuers.map((one) => one.answer(request)).find(Boolean) ?? Response.json({}),
  });

const config = (url = issuer.configurationUrl) => `<openid-config url="${url}" />`;
const claims = (content: string) => `${config()}<required-claims>${content}</required-claims>`;
const header = 'header-name="Authorization"';

const status = async (under: ReturnType<typeof gateway>, token: string, scheme = 'Bearer ') =>
  (await under.request('/test', { headers: { Authorization: scheme + token } })).status;

describe('the token', () => {
  test('is found in a header, with or without a scheme', async () => {
    const token = await issuer.token();
    expect(await status(gateway(header, config()), token)).toBe(200);
    expect(await status(gateway(header, config()), token, '')).toBe(200);
    expect(await status(gateway(`${header} require-scheme="Bearer"`, config()), token, '')).toBe(401);
    expect(await status(gateway(`${header} require-scheme="Bearer"`, config()), token, 'DPoP ')).toBe(401);
  });

  test('is found in the query, or where an expression says', async () => {
    const token = await issuer.token();
    const inQuery = gateway('query-parameter-name="t"', config());
    expect((await inQuery.request(`/test?t=${token}`)).status).toBe(200);
    const anywhere = gateway('token-value="@(context.Request.Headers.GetValueOrDefault("X-Token", ""))"', config());
    expect((await anywhere.request('/test', { headers: { 'X-Token': token } })).status).toBe(200);
    expect((await anywhere.request('/test')).lastError?.reason).toBe('TokenNotPresent');
  });

  test('is there for later policies', async () => {
    const { variables } = await gateway(`${header} output-token-variable-name="jwt"`, config()).request('/test', {
      headers: { Authorization: `Bearer ${await issuer.token({ sub: 'alice' })}` },
    });
    expect(variables.get('jwt')).toMatchObject({ payload: { sub: 'alice' }, header: { alg: 'ES256' } });
  });
});

describe('claims', () => {
  const scope = (match: string) =>
    `<claim name="scope" match="${match}" separator=" "><value>a</value><value>b</value></claim>`;

  test.each([
    ['all', 'a b c', 200],
    ['all', 'a c', 401],
    ['any', 'c a', 200],
    ['any', 'ab', 401],
  ])('match="%s" of "%s" is %i', async (match, granted, expected) => {
    expect(await status(gateway(header, claims(scope(match))), await issuer.token({ scope: granted }))).toBe(expected);
  });

  test('may be arrays, and without values need only be there', async () => {
    const role = claims('<claim name="roles" match="any"><value>shop.operator</value></claim>');
    expect(await status(gateway(header, role), await issuer.token({ roles: ['x', 'shop.operator'] }))).toBe(200);
    expect(await status(gateway(header, role), await issuer.token({ roles: [] }))).toBe(401);
    const present = claims('<claim name="email" />');
    expect(await status(gateway(header, present), await issuer.token({ email: 'a@b' }))).toBe(200);
  });

  test('a role that is missing can be 403 with its own words', async () => {
    const attributes = `${header} failed-validation-httpcode="403" failed-validation-error-message="Operators only."`;
    const { status, json, lastError } = await gateway(
      attributes,
      claims('<claim name="roles"><value>x</value></claim>'),
    ).request('/test', {
      headers: { Authorization: `Bearer ${await issuer.token({ roles: ['y'] })}` },
    });
    expect([status, json(), lastError?.reason]).toEqual([
      403,
      { statusCode: 403, message: 'Operators only.' },
      'TokenClaimValueNotAllowed',
    ]);
  });

  test('clocks may differ by the skew, and no more', async () => {
    const late = await issuer.token({ exp: now / 1000 - 30 });
    expect(await status(gateway(`${header} clock-skew="60"`, config()), late)).toBe(200);
    expect(await status(gateway(`${header} clock-skew="20"`, config()), late)).toBe(401);
  });

  test('a token without an end passes only when that is allowed', async () => {
    const endless = await issuer.token({ exp: undefined });
    expect(await status(gateway(header, config()), endless)).toBe(401);
    expect(await status(gateway(`${header} require-expiration-time="false"`, config()), endless)).toBe(200);
  });
});

describe('issuers', () => {
  test('several may be trusted', async () => {
    const other = await createTestIssuer({ url: 'https://other.test', now: () => now });
    const both = gateway(header, config() + config(other.configurationUrl), [issuer, other]);
    expect(await status(both, await other.token())).toBe(200);
    expect(await status(both, await issuer.token())).toBe(200);
    const stranger = await createTestIssuer({ url: 'https://stranger.test', now: () => now });
    expect(await status(both, await stranger.token())).toBe(401);
  });

  test('an issuer is the one that its configuration states, unless the policy names others', async () => {
    const elsewhere = await issuer.token({ iss: 'https://alias.test' });
    expect(await status(gateway(header, config()), elsewhere)).toBe(401);
    const named = `${config()}<issuers><issuer>https://alias.test</issuer></issuers>`;
    expect(await status(gateway(header, named), elsewhere)).toBe(200);
  });

  test('is asked once for many tokens, and not again for each unknown key', async () => {
    const under = gateway(header, config());
    for (let call = 0; call < 3; call++) await status(under, await issuer.token({ sub: String(call) }));
    expect(under.calls.filter(({ url }) => url.startsWith(issuer.url))).toHaveLength(2);
    const stranger = await createTestIssuer({ now: () => now });
    for (let call = 0; call < 5; call++) expect(await status(under, await stranger.token())).toBe(401);
    expect(under.calls.filter(({ url }) => url.startsWith(issuer.url))).toHaveLength(2);
  });

  test('that was away for a moment is asked again', async () => {
    let away = true;
    const under = testPolicies({
      policy: `<policies><inbound><validate-jwt ${header}>${config()}</validate-jwt></inbound></policies>`,
      now,
      backends: (request) => {
        if (away) throw new Error('refused');
        return issuer.answer(request) ?? Response.json({});
      },
    });
    const token = await issuer.token();
    expect([await status(under, token), await status(under, token), under.calls.length]).toEqual([503, 503, 1]);
    away = false;
    under.advance(1000);
    expect(await status(under, token)).toBe(200);
  });
});

describe('keys in the policy', () => {
  const secret = new TextEncoder().encode('a secret that is long enough 012');
  const shared = `<issuer-signing-keys><key>${Buffer.from(secret).toString('base64')}</key></issuer-signing-keys>`;
  const sign = (key: Parameters<SignJWT['sign']>[0], alg: string) =>
    new SignJWT({ exp: soon }).setProtectedHeader({ alg }).sign(key);

  test('a shared secret', async () => {
    expect(await status(gateway(header, shared), await sign(secret, 'HS256'))).toBe(200);
    expect(await status(gateway(header, shared), await sign(new Uint8Array(32), 'HS256'))).toBe(401);
  });

  test('a public key; it is never taken for a secret', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const { n = '', e = '' } = await exportJWK(publicKey);
    const under = gateway(header, `<issuer-signing-keys><key n="${n}" e="${e}" /></issuer-signing-keys>`);
    expect(await status(under, await sign(privateKey, 'RS256'))).toBe(200);
    expect(await status(under, await sign(base64url.decode(n), 'HS256'))).toBe(401);
  });

  test('a token without a signature', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await status(gateway(header, shared), `${part({ alg: 'none' })}.${part({ exp: soon })}.`)).toBe(401);
  });
});
