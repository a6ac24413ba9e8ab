/** An app that lacks something it depends on says so, by the name of the check, also when it cannot even open it, and is well again after. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startBroker } from '../local/service-bus/broker.ts';
import { silent } from '../local/service-bus/testing/broker.ts';
import { brokerConfig } from '../local/topology.ts';
import { testClient } from '../shared/http/test-client.ts';
import { startTestIssuer } from '../shared/identity/test-issuer.ts';

const issuer = await startTestIssuer();
const folder = mkdtempSync(join(tmpdir(), 'health-'));
const config = join(folder, 'Config.json');
writeFileSync(config, JSON.stringify(brokerConfig()));
const openBroker = (port: number) => startBroker({ config, port, adminPort: 0, log: silent });
const broker = await openBroker(0);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A file where the stores' folder should be. */
const obstacle = join(folder, 'stores');
writeFileSync(obstacle, '');
const settingOf = (app: string) => `sqlite:${join(obstacle, `${app}.db`)}`;

process.env.IDENTITY_ISSUER = issuer.issuer;
process.env.ServiceBus = broker.connectionString;
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
const buses = await Promise.all([
  import('../functions/catalog/dependencies.ts'),
  import('../functions/basket/dependencies.ts'),
  import('../functions/ordering/dependencies.ts'),
  import('../functions/payment/dependencies.ts'),
  import('../functions/coupon/dependencies.ts'),
]);
const apps = Object.entries({ catalog, basket, ordering, payment, coupon });
const send = testClient({ issuer, scope: 'payment' });

/** What an app says of each thing that it depends on. */
const saidBy = async ({ getHealth }: (typeof apps)[number][1]) => {
  const { status, body } = await send(getHealth);
  expect(JSON.stringify(body)).not.toContain(folder);
  const checks = (body.checks as { name: string; status: string }[]).map((check) => [check.name, check.status]);
  return { status, ...Object.fromEntries(checks) };
};
const well = { store: 'healthy', bus: 'healthy', identity: 'healthy' };

test.each(apps)('%s cannot open its store', async (_app, health) => {
  expect(await saidBy(health)).toEqual({ status: 503, ...well, store: 'unhealthy' });
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
  for (const [app, health] of apps) expect({ app, ...(await saidBy(health)) }).toEqual({ app, status: 200, ...well });
  expect((await send(listCards, { by: 'alice' })).status).toBe(200);
});

test('every app misses the bus, and finds it again', async () => {
  await broker.close();
  const without = await Promise.all(apps.map(([, health]) => saidBy(health)));
  expect(without).toEqual(apps.map(() => ({ status: 503, ...well, bus: 'unhealthy' })));
  const again = await openBroker(broker.port);
  try {
    const back = await Promise.all(apps.map(([, health]) => saidBy(health)));
    expect(back).toEqual(apps.map(() => ({ status: 200, ...well })));
  } finally {
    for (const { bus } of buses) await bus.close();
    await again.close();
  }
});

test('every app misses the identity provider', async () => {
  await issuer.stop();
  for (const [app, health] of apps)
    expect({ app, ...(await saidBy(health)) }).toMatchObject({ app, status: 503, identity: 'unhealthy' });
});
