/** shop.http from top to bottom, against a shop. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getToken } from '../local/identity/token.ts';
import { isDescribed } from './support/gateway.ts';
import { createSender, readHttpFile } from './support/http-file.ts';
import { eventually, openTestShop, type TestShop } from './support/shop.ts';

const file = await readHttpFile(fileURLToPath(new URL('../shop.http', import.meta.url)));

let shop: TestShop;
let send: ReturnType<typeof createSender>;

beforeAll(async () => {
  shop = await openTestShop({ hosts: 'one', env: { ORDERING_GRACE_SECONDS: '3' } });
  const tokenOf = (user: string) => getToken({ user, issuer: shop.issuer });
  send = createSender(file, {
    gateway: shop.gateway,
    alice: await tokenOf('alice'),
    olivia: await tokenOf('olivia'),
  });
});
afterAll(() => shop?.close());

// Whoever sends them by hand waits too: for an order to be there, to be paid, to have ended.
test.each(file.requests.map((request) => [request.name, request] as const))('%s succeeds', async (_name, request) => {
  const { status, url } = await eventually(
    () => send(request),
    (answer) => answer.status < 300,
    20,
  );
  const [, , app = '', ...rest] = url.pathname.split('/');
  expect(isDescribed(app, request.method, `/${rest.join('/')}`, status)).toBe(true);
});
