import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sent, testClient } from '../../../shared/http/test-client.ts';
import { startTestIssuer } from '../../../shared/identity/test-issuer.ts';

const issuer = await startTestIssuer();
afterAll(() => issuer.stop());
process.env.BASKET_STORE = `sqlite:${join(mkdtempSync(join(tmpdir(), 'basket-')), 'basket.db')}`;
process.env.IDENTITY_ISSUER = issuer.issuer;
const [
  { acceptPrices },
  { addLine },
  { checkout },
  { getBasket },
  { mergeLines },
  { setLine },
  { buyerErased },
  { itemChanged },
  { itemDeleted },
  { dependencies },
] = await Promise.all([
  import('./accept-prices.ts'),
  import('./add-line.ts'),
  import('./checkout.ts'),
  import('./get-basket.ts'),
  import('./merge-lines.ts'),
  import('./set-line.ts'),
  import('../events/buyer-erased.ts'),
  import('../events/item-changed.ts'),
  import('../events/item-deleted.ts'),
  import('../dependencies.ts'),
]);

const send = testClient({ issuer, scope: 'basket' });
const basket = await dependencies();
const pin = '0198c0de-0000-7000-8000-000000000001';
const mug = '0198c0de-0000-7000-8000-000000000002';
const hat = '0198c0de-0000-7000-8000-000000000003';
const unknown = '0198c0de-0000-7000-8000-00000000dead';

let version = 0;
const priced = (itemId: string, name: string, priceMinor: number) =>
  itemChanged({ itemId, version: (version += 1), name, priceMinor, currency: 'USD' }, basket);

let shoppers = 0;
let shopper = '';
let keys = 0;
const newKey = () => `key-${String((keys += 1)).padStart(8, '0')}`;
const by = (sent: Sent = {}) => ({ by: shopper, ...sent });

beforeEach(async () => {
  shopper = `shopper-${(shoppers += 1)}`;
  await priced(pin, 'Pin', 900);
  await priced(mug, 'Mug', 1500);
  await priced(hat, 'Hat', 2500);
  await itemDeleted({ itemId: hat, version: (version += 1) }, basket);
});

const add = (itemId: string, quantity: number, key = newKey()) =>
  send(addLine, by({ body: { itemId, quantity }, key }));
const merge = (lines: unknown, key = newKey()) => send(mergeLines, by({ body: { lines }, key }));
const lines = async () => {
  const { body } = await send(getBasket, by());
  return (body.lines as { itemId: string; quantity: number }[]).map(({ itemId, quantity }) => [itemId, quantity]);
};
/** As if the process had died between the effect of a command and its kept answer. */
const forgetAnswers = async () => {
  const { openDocuments } = await import('../../../shared/documents/open.ts');
  const store = await openDocuments(process.env.BASKET_STORE ?? '');
  const answers = store.collection('answers');
  for (const { key } of await answers.list({ limit: 1000 })) await answers.remove(key);
  await store.close();
};

describe('adding units of an item', () => {
  test('adds to those that are there, once for a key, also when the first answer was lost', async () => {
    const key = newKey();
    const first = await add(pin, 2, key);
    expect(first).toMatchObject({ status: 200, body: { lines: [{ itemId: pin, quantity: 2 }], subtotalMinor: 1800 } });
    expect(await add(pin, 2, key)).toEqual(first);
    await forgetAnswers();
    expect(await add(pin, 2, key)).toEqual(first);
    expect((await add(pin, 3)).body).toMatchObject({ lines: [{ quantity: 5 }] });
  });

  test('needs a key, an item that is sold, and units that fit', async () => {
    expect((await send(addLine, by({ body: { itemId: pin, quantity: 1 } }))).body.code).toBe('idempotency-key-missing');
    expect(await add(unknown, 1)).toMatchObject({ status: 422, body: { code: 'unknown-item' } });
    expect(await add(hat, 1)).toMatchObject({ status: 409, body: { code: 'item-unavailable' } });
    await add(pin, 99);
    expect(await add(pin, 2)).toMatchObject({ status: 422, body: { errors: [{ field: 'quantity' }] } });
    expect(await add(pin, 0)).toMatchObject({ status: 400, body: { errors: [{ field: 'quantity' }] } });
    expect(await lines()).toEqual([[pin, 99]]);
  });

  test('loses nothing to others that are made at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => add(pin, 1)));
    expect(await lines()).toEqual([[pin, 20]]);
  });
});

describe('merging the basket of before the sign-in', () => {
  test('adds it up once, and marks what is no longer sold', async () => {
    await add(pin, 60);
    const before = [
      { itemId: pin, quantity: 60 },
      { itemId: hat, quantity: 1 },
    ];
    const key = newKey();
    const first = await merge(before, key);
    expect(first.body.lines).toMatchObject([
      { itemId: pin, quantity: 100, available: true },
      { itemId: hat, quantity: 1, available: false, name: 'Hat' },
    ]);
    expect(await merge(before, key)).toEqual(first);
    await forgetAnswers();
    expect(await merge(before, key)).toEqual(first);
  });

  test('is refused with the line that is wrong, and then nothing is merged', async () => {
    const good = { itemId: pin, quantity: 1 };
    const refused = await merge([good, { itemId: unknown, quantity: 1 }]);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'lines[1].itemId' }] } });
    const field = async (sent: unknown) =>
      ((await merge(sent)).body.errors as { field: string }[] | undefined)?.map((error) => error.field);
    expect(await field(undefined)).toEqual(['lines']);
    expect(await field([good, { ...good, quantity: -1 }])).toEqual(['lines[1].quantity']);
    expect(await field([{ ...good, unitPriceMinor: 1 }])).toEqual(['lines[0].unitPriceMinor']);
    expect(await field(Array.from({ length: 101 }, () => good))).toEqual(['lines']);
    expect(await lines()).toEqual([]);
  });

  test('of nothing leaves the basket as it is', async () => {
    await add(pin, 1);
    expect(await merge([])).toMatchObject({ status: 200 });
    expect(await lines()).toEqual([[pin, 1]]);
  });
});

test('a changed price shows next to the one seen until the shopper has seen it', async () => {
  await add(pin, 1);
  await priced(pin, 'Pin', 990);
  const price = { unitPriceMinor: 990, previousUnitPriceMinor: 900 };
  for (const _ of [1, 2]) expect((await send(getBasket, by())).body).toMatchObject({ lines: [price] });
  const seen = await send(acceptPrices, by({ method: 'POST' }));
  expect(seen.body).toMatchObject({ lines: [{ unitPriceMinor: 990, previousUnitPriceMinor: null }] });
  expect(await send(acceptPrices, by({ method: 'POST' }))).toEqual(seen);
  expect((await send(getBasket, by())).body).toEqual(seen.body);
});

describe('a checkout', () => {
  const address = { name: 'Alice', street: '1 Quay', city: 'Bergen', postalCode: '5003', country: 'Norway' };
  const order = { address, cardToken: '0198c0de-0000-5000-8000-00000000ca4d' };
  const place = (body: object) => send(checkout, by({ body, key: newKey() }));

  test('at a total that is no longer true is refused with what has changed', async () => {
    await add(pin, 2);
    await add(mug, 1);
    await priced(pin, 'Pin', 990);
    expect(await place({ ...order, expectedTotalMinor: 3300 })).toMatchObject({
      status: 409,
      body: {
        code: 'price-changed',
        errors: [
          { field: 'expectedTotalMinor', message: 'is now 3480' },
          { field: 'lines[0].unitPriceMinor', message: 'was 900, is now 990' },
        ],
      },
    });
  });

  test.each([
    ['couponCode', { couponCode: '' }],
    ['couponCode', { couponCode: 'x'.repeat(41) }],
    ['couponCode', { couponCode: 'DISC_10; drop table' }],
    ['expectedTotalMinor', { expectedTotalMinor: -1 }],
    ['expectedTotalMinor', { expectedTotalMinor: 33.5 }],
    ['cardToken', { cardToken: '' }],
    ['cardToken', { cardToken: undefined }],
    ['address', { address: undefined }],
    ['address.country', { address: { ...address, country: ' ' } }],
    ['lines', { lines: [] }],
  ])('with a wrong %s is told so', async (field, wrong) => {
    const { status, body } = await place({ ...order, ...wrong });
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  test('is tried again when the broker is away: nothing has changed', async () => {
    await add(pin, 1);
    expect(await place(order)).toMatchObject({ status: 503, body: { retryable: true } });
    expect(await lines()).toEqual([[pin, 1]]);
  });
});

test('a buyer who is forgotten has no basket any more, and may start another', async () => {
  await add(pin, 1);
  for (const _ of [1, 2]) await buyerErased({ buyerId: shopper }, basket);
  const empty = await send(getBasket, by());
  expect([empty.body.lines, empty.headers.etag]).toEqual([[], undefined]);
  expect((await add(pin, 1)).status).toBe(200);
});

test('a basket is shown to its owner alone', async () => {
  await add(pin, 1);
  expect((await send(getBasket, { by: 'another' })).body.lines).toEqual([]);
  for (const handler of [getBasket, addLine, mergeLines, setLine, acceptPrices, checkout])
    expect((await send(handler, { key: newKey() })).status).toBe(401);
});
