/** An app that lacks something it depends on says so, by the name of the check, also when it cannot even open it, and is well again after. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { startBroker } from '../local/service-bus/broker.ts';
import { silent } from '../local/service-bus/testing/broker.ts';
import { brokerConfig } from '../local/topology.ts';
import { testClient } from '../shared/http/test-client.ts';
import { startTestIssuer } from '../shared/identity/test-issuer.ts';
import { address } from './support/shopping.ts';

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

const [catalog, basket, ordering, payment, coupon, { prepareCatalog }, { prepareOrdering }] = await Promise.all([
  import('../functions/catalog/api/get-health.ts'),
  import('../functions/basket/api/get-health.ts'),
  import('../functions/ordering/api/get-health.ts'),
  import('../functions/payment/api/get-health.ts'),
  import('../functions/coupon/api/get-health.ts'),
  import('../functions/catalog/store/prepare.ts'),
  import('../functions/ordering/store/prepare.ts'),
]);
const [{ listBrands, createBrand }, { getBasket }, { getBuyer, putAddress }, { listCards }, { listCoupons }] =
  await Promise.all([
    import('../functions/catalog/api/brands-and-types.ts'),
    import('../functions/basket/api/get-basket.ts'),
    import('../functions/ordering/api/buyer.ts'),
    import('../functions/payment/api/list-cards.ts'),
    import('../functions/coupon/api/list-coupons.ts'),
  ]);
const buses = await Promise.all([
  import('../functions/catalog/dependencies.ts'),
  import('../functions/basket/dependencies.ts'),
  import('../functions/ordering/dependencies.ts'),
  import('../functions/payment/dependencies.ts'),
  import('../functions/coupon/dependencies.ts'),
]);
const apps = Object.entries({ catalog, basket, ordering, payment, coupon });
const send = testClient({ issuer, scope: apps.map(([app]) => app).join(' ') });
const operator = { by: 'olivia', roles: ['shop.operator'] };

/** A route of each app that reads its store. */
const reads = Object.entries({
  catalog: listBrands,
  basket: getBasket,
  ordering: getBuyer,
  payment: listCards,
  coupon: listCoupons,
});

const away = {
  status: 503,
  headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
  body: { code: 'temporarily-unavailable', retryable: true },
};

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

test.each(reads)('what needs the store of %s, which cannot be opened, can be tried again', async (_app, read) => {
  expect(await send(read, operator)).toMatchObject(away);
});

test('every app is well once its store is there', async () => {
  rmSync(obstacle);
  await prepareCatalog(settingOf('catalog'));
  await prepareOrdering(settingOf('ordering'));
  for (const [app, health] of apps) expect({ app, ...(await saidBy(health)) }).toEqual({ app, status: 200, ...well });
  for (const [app, read] of reads) expect([app, (await send(read, operator)).status]).toEqual([app, 200]);
});

test.each([
  ['catalog', createBrand, { body: { name: 'Zebra' }, key: 'key-00000001' }],
  ['ordering', putAddress, { params: { addressId: randomUUID() }, body: address, method: 'PUT' as const }],
])('what %s cannot write for now can be tried again', async (app, write, request) => {
  const store = new DatabaseSync(settingOf(app).slice('sqlite:'.length));
  store.exec('begin exclusive');
  expect(await send(write, { ...operator, ...request })).toMatchObject(away);
  store.exec('rollback');
  store.close();
  expect((await send(write, { ...operator, ...request })).status).toBeLessThan(300);
});

test('a store that is there but not as it should be is a fault of ours', async () => {
  const store = new DatabaseSync(settingOf('catalog').slice('sqlite:'.length));
  store.exec('alter table brands rename to lost');
  const { status, headers, body } = await send(listBrands);
  store.exec('alter table lost rename to brands');
  store.close();
  expect([status, body.code, headers['retry-after']]).toEqual([500, 'internal-error', undefined]);
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
