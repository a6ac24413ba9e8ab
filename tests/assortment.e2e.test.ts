/** The life of an item on real processes: created, pictured, bought out, restocked, deleted; and what the baskets see of it. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getToken } from '../local/identity/token.ts';
import { type Customer, eventually, openTestShop, type TestShop } from './support/shop.ts';
import { addCard, checkOut, type Item, items, orderBecomes, putInBasket } from './support/shopping.ts';

interface Shown extends Item {
  pictureUrl: string | null;
  onReorder: boolean;
}

let shop: TestShop;
let alice: Customer;
let olivia: Customer;
let mug: Shown;

beforeAll(async () => {
  shop = await openTestShop({ hosts: 'one' });
  [alice, olivia] = await Promise.all([shop.signIn('alice'), shop.signIn('olivia')]);
});
afterAll(() => shop?.close());

const pictures = join(import.meta.dirname, '../functions/catalog/store/seed/pictures');

const key = () => ({ 'idempotency-key': randomUUID() });

/** A call whose body or answer is no JSON. */
const fetchRaw = async (
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
) => {
  const token = await getToken({ user: 'olivia', issuer: shop.issuer });
  const functionKey = (await readFile(shop.functionKeyFile, 'utf8')).trim();
  return fetch(`${shop.api('catalog')}/catalog/${path}`, {
    ...init,
    headers: { 'x-functions-key': functionKey, authorization: `Bearer ${token}`, ...headers },
  });
};

const linesOf = async (customer: Customer) =>
  (await customer<{ lines: Record<string, unknown>[] }>('basket', 'GET baskets/me')).body.lines;

test('an operator adds an item, and shoppers can put it into their baskets', async () => {
  const { body } = await alice<{ items: { brand: { id: string }; type: { id: string } }[] }>('catalog', 'GET items');
  const [like] = body.items;
  const facts = { name: 'Walrus Mug', description: 'Holds 350 ml.', brandId: like?.brand.id, typeId: like?.type.id };
  const stock = { availableStock: 2, restockThreshold: 1, maxStock: 10 };
  const created = await olivia<Shown>('catalog', 'POST items', {
    body: { ...facts, ...stock, priceMinor: 1500 },
    headers: key(),
  });
  expect(created).toMatchObject({ status: 201, body: { onReorder: false } });
  mug = created.body;
  await putInBasket(alice, mug.id, 1);
  expect(await linesOf(alice)).toMatchObject([{ itemId: mug.id, name: 'Walrus Mug', unitPriceMinor: 1500 }]);
});

test('the picture that an operator uploads is served for good, and reaches the baskets', async () => {
  const [file = ''] = await readdir(pictures);
  const picture = await readFile(join(pictures, file));
  const uploaded = await fetchRaw(`items/${mug.id}/picture`, { method: 'PUT', body: new Uint8Array(picture) });
  mug = (await uploaded.json()) as Shown;
  expect([uploaded.status, mug.version]).toEqual([200, 2]);
  const path = mug.pictureUrl?.replace('/api/catalog/', '') ?? '';
  const served = await fetchRaw(path);
  expect(Buffer.compare(Buffer.from(await served.arrayBuffer()), picture)).toBe(0);
  expect(served.headers.get('content-type')).toBe('image/webp');
  const again = await fetchRaw(path, { headers: { 'if-none-match': served.headers.get('etag') ?? '' } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const refused = await fetchRaw(`items/${mug.id}/picture`, { method: 'PUT', body: 'no picture' });
  expect([refused.status, await refused.json()]).toMatchObject([415, { code: 'picture-not-supported' }]);
  await eventually(
    () => linesOf(alice),
    ([line]) => line?.pictureUrl === mug.pictureUrl,
  );
});

test('an order lowers the stock to the threshold, and a delivery ends the reorder', async () => {
  const orderId = await checkOut(alice, await addCard(alice));
  await orderBecomes(alice, orderId, 'Paid');
  const stock = () => olivia('catalog', `GET items/${mug.id}/stock`);
  expect((await stock()).body).toMatchObject({ availableStock: 1, onReorder: true });
  const delivery = { body: { quantity: 50 }, headers: key() };
  const restocked = await olivia('catalog', `POST items/${mug.id}/restock`, delivery);
  expect(restocked.body).toMatchObject({ availableStock: 10, added: 9, onReorder: false });
  expect((await olivia('catalog', `POST items/${mug.id}/restock`, delivery)).body).toEqual(restocked.body);
});

test('a deleted item is gone from the shop, and marked in the baskets', async () => {
  await putInBasket(alice, mug.id, 1);
  const headers = { 'if-match': `"${mug.version}"` };
  expect((await olivia('catalog', `DELETE items/${mug.id}`, { headers })).status).toBe(204);
  expect((await items(alice)).map(({ id }) => id)).not.toContain(mug.id);
  await eventually(
    () => linesOf(alice),
    ([line]) => line?.available === false && line.name === 'Walrus Mug',
  );
});

test.each(['catalog', 'basket'] as const)('the %s says that it is healthy', async (app) => {
  expect(await alice(app, 'GET health')).toMatchObject({ status: 200, body: { status: 'healthy' } });
});
