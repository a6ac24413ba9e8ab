/** An app whose store cannot even be opened says so, by the name of the check, and is well again as soon as the store is there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testClient } from '../shared/http/test-client.ts';
import { startTestIssuer } from '../shared/identity/test-issuer.ts';

const issuer = await startTestIssuer();
const folder = mkdtempSync(join(tmpdir(), 'health-'));
afterAll(async () => {
  await issuer.stop();
  rmSync(folder, { recursive: true });
});

/** A file where the stores' folder should be. */
const obstacle = join(folder, 'stores');
writeFileSync(obstacle, '');
const settingOf = (app: string) => `sqlite:${join(obstacle, `${app}.db`)}`;

process.env.IDENTITY_ISSUER = issuer.issuer;
process.env.CATALOG_RELAY_SCHEDULE = '*/10 * * * * *';
for (const app of ['catalog', 'basket', 'ordering', 'payment', 'coupon'])
  process.env[`${app.toUpperCase()}_STORE`] = settingOf(app);

const [catalog, basket, ordering, payment, coupon, { prepareCatalog }, { prepareOrdering }, { listCards }] =
  await Promise.all([
    import('../functions/catalog/api/get-health.ts'),
    import('../functions/basket/api/get-health.ts'),
    import('../functions/ordering/api/get-health.ts'),
    import('../functions/payment/api/get-health.ts'),
    import('../functions/coupon/api/get-health.ts'),
    import('../functions/catalog/store/prepare.ts'),
    import('../functions/ordering/store/prepare.ts'),
    import('../functions/payment/api/list-cards.ts'),
  ]);
const apps = Object.entries({ catalog, basket, ordering, payment, coupon });
const send = testClient({ issuer, scope: 'payment' });

test.each(apps)('%s cannot open its store', async (_app, { getHealth }) => {
  const { status, body } = await send(getHealth);
  expect({ status, body }).toMatchObject({
    status: 503,
    body: { status: 'unhealthy', checks: [{ name: 'store', status: 'unhealthy' }] },
  });
  expect(JSON.stringify(body)).not.toContain(folder);
});

test('what needs a store that cannot be opened can be tried again', async () => {
  expect(await send(listCards, { by: 'alice' })).toMatchObject({
    status: 503,
    body: { code: 'temporarily-unavailable', retryable: true },
  });
});

test('every app is well once its store is there', async () => {
  rmSync(obstacle);
  await prepareCatalog(settingOf('catalog'));
  await prepareOrdering(settingOf('ordering'));
  for (const [app, { getHealth }] of apps) expect([app, (await send(getHealth)).status]).toEqual([app, 200]);
  expect((await send(listCards, { by: 'alice' })).status).toBe(200);
});
