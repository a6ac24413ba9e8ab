/** The gateway's own files with faked backends: what policies do, without sockets. */
import { fileURLToPath } from 'node:url';
import {
  createTestIssuer,
  type FakeBackends,
  type PolicyTest,
  testPolicies,
} from '../../local/api-management/testing.ts';
import { contexts } from '../../shared/contracts/events.ts';

export const gatewayFolder = fileURLToPath(new URL('../../gateway-apim', import.meta.url));

const start = Date.UTC(2026, 10, 15, 12);

export const issuer = await createTestIssuer({ url: 'https://issuer.test', now: () => start });

/** Values for what has none in the files, and addresses that show which backend was asked. */
const namedValues = {
  'identity-issuer': issuer.url,
  'spa-origin': 'https://shop.test',
  ...Object.fromEntries(
    contexts.flatMap((name) => [
      [`${name}-key`, `key-of-${name}`],
      [`${name}-url`, `https://${name}.test`],
    ]),
  ),
};
const backendUrls = Object.fromEntries(contexts.map((name) => [name, `https://${name}.test`]));

/** A gateway of its own; whatever is asked of a backend is answered by `backends`. */
export const gateway = (backends: FakeBackends, changed: Record<string, string> = {}): PolicyTest =>
  testPolicies({
    dir: gatewayFolder,
    namedValues: { ...namedValues, ...changed },
    backendUrls,
    now: start,
    backends: (request) => issuer.answer(request) ?? backends(request),
  });

/** Claims of a shopper whose token is for every context. */
export const shopper = { sub: 'alice', aud: 'eshop', scope: `openid ${contexts.join(' ')}` };
export const operator = { ...shopper, sub: 'olivia', roles: ['shop.operator'] };

/** The header that comes with a token. */
export const bearer = async (claims: Record<string, unknown> = shopper): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await issuer.token(claims)}`,
});

/** An error as the functions answer it. */
export const problem = (status: number, code: string, more: object = {}): Response =>
  Response.json(
    { type: 'about:blank', title: 'A title', status, code, retryable: false, ...more },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

/** Nobody is there. */
export const away = (): never => {
  throw new Error('connect ECONNREFUSED');
};
