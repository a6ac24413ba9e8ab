import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpHandler, HttpRequest, InvocationContext } from '@azure/functions';
import { afterAll, describe, expect, test } from 'vitest';
import { checkDescribed } from '../../../shared/http/test-client.ts';
import { startTestIssuer } from '../../../shared/identity/test-issuer.ts';

const issuer = await startTestIssuer();
afterAll(() => issuer.stop());
const folder = mkdtempSync(join(tmpdir(), 'payment-'));
process.env.PAYMENT_STORE = `sqlite:${join(folder, 'payment.db')}`;
process.env.IDENTITY_ISSUER = issuer.issuer;
const [{ createCard }, { deleteCard }, { listCards }, { getCharge }, { listLedger }, { dependencies }] =
  await Promise.all([
    import('./create-card.ts'),
    import('./delete-card.ts'),
    import('./list-cards.ts'),
    import('./get-charge.ts'),
    import('./list-ledger.ts'),
    import('../dependencies.ts'),
  ]);

const at = '2026-11-22T12:00:00.000Z';
const functionName = 'payment-create-card';
const logged: string[] = [];

interface Sent {
  by: string;
  roles?: string[];
  query?: string;
  body?: unknown;
  key?: string;
  params?: Record<string, string>;
}

const send = async (handler: HttpHandler, { by, roles = [], query = '', body, key, params = {} }: Sent) => {
  const token = await issuer.token({ sub: by, roles, scope: 'payment' });
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const request = new HttpRequest({
    method: body === undefined ? 'GET' : 'POST',
    url: `http://payment.test/${query}`,
    params,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: { string: text } }),
  });
  const logHandler = (_level: string, ...said: unknown[]) => void logged.push(said.map(String).join(' '));
  const answer = await handler(request, new InvocationContext({ functionName, logHandler }));
  if (!answer) throw new Error('There is no answer.');
  const said = typeof answer.body === 'string' ? answer.body : '';
  const parsed = JSON.parse(said || '{}') as Record<string, unknown>;
  checkDescribed(handler, { status: answer.status ?? 200, body: parsed });
  return { status: answer.status, text: said, body: parsed };
};

let keys = 0;
const newKey = () => `key-${String((keys += 1)).padStart(8, '0')}`;

const expiry = { month: 12, year: new Date().getUTCFullYear() + 3 };
const visa = { number: '4242 4242 4242 4242', holder: 'Alice Lind', expiry, securityCode: '737' };

describe('adding a card', () => {
  test('gives a token, and the card shows in the list of its owner alone', async () => {
    const { status, body } = await send(createCard, { by: 'alice', body: visa, key: newKey() });
    expect({ status, body }).toEqual({
      status: 201,
      body: { token: body.token, brand: 'Visa', last4: '4242', expiry },
    });
    expect((await send(listCards, { by: 'alice' })).body).toEqual({ cards: [body] });
    expect((await send(listCards, { by: 'bob' })).body).toEqual({ cards: [] });
  });

  test('twice with one key adds it once; another card under that key is refused', async () => {
    const key = newKey();
    const first = await send(createCard, { by: 'carol', body: visa, key });
    expect(await send(createCard, { by: 'carol', body: visa, key })).toEqual(first);
    const other = { ...visa, number: '4000 0000 0000 0002' };
    expect((await send(createCard, { by: 'carol', body: other, key })).body.code).toBe('idempotency-key-reused');
    expect((await send(listCards, { by: 'carol' })).body).toEqual({ cards: [first.body] });
  });

  test('adds it once even when the first answer was never kept', async () => {
    const key = newKey();
    const first = await send(createCard, { by: 'dave', body: visa, key });
    const { answers } = await dependencies();
    const id = JSON.stringify(['dave', functionName, key]);
    await answers.remove(createHash('sha256').update(id).digest('base64url'));
    expect(await send(createCard, { by: 'dave', body: visa, key })).toEqual(first);
    expect((await send(listCards, { by: 'dave' })).body).toEqual({ cards: [first.body] });
  });

  test('is refused with every field that is wrong', async () => {
    const wrong = { number: '4242424242424241', holder: '', expiry: { month: 0, year: 1999 }, securityCode: 'abc' };
    const { status, body } = await send(createCard, { by: 'alice', body: wrong, key: newKey() });
    const fields = (body.errors as { field: string }[]).map(({ field }) => field);
    expect({ status, code: body.code, fields }).toEqual({
      status: 400,
      code: 'invalid-request',
      fields: ['number', 'holder', 'expiry.month', 'expiry.year', 'securityCode'],
    });
  });

  test('of a brand that is not accepted is refused as such', async () => {
    const { body } = await send(createCard, {
      by: 'alice',
      body: { ...visa, number: '6011111111111117' },
      key: newKey(),
    });
    expect(body).toMatchObject({ status: 422, code: 'unsupported-card', errors: [{ field: 'number' }] });
  });
});

test('no number and no security code is in an answer, in the log or in the store', async () => {
  const amex = { ...visa, number: '378282246310005', securityCode: '9471628305' };
  const bodies = [
    visa,
    amex,
    { ...amex, securityCode: '9471' },
    { ...visa, securityCode: 9471628305 },
    { ...visa, number: 4242424242424242 },
    { ...visa, '4242424242424242': '9471628305' },
    '4242424242424242',
    `{"number": 4242424242424242 9471628305}`,
    `4242424242424242x`,
    `x9471628305`,
  ];
  const said: string[] = [];
  for (const body of bodies) said.push((await send(createCard, { by: 'erin', body, key: newKey() })).text);
  const { charges } = await dependencies();
  await charges.put('flush', { status: 'closed', at });
  const stored = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
  expect(stored.join('')).toContain('American Express');
  const kept = [...said, ...logged, ...stored].join('\n');
  for (const secret of ['4242424242424242', '4242 4242', '378282246310005', '9471628305', '"9471"', '"737"'])
    expect(kept).not.toContain(secret);
  // Nor is there a digest of a whole body, from which a number could be guessed.
  for (const digest of ['base64url', 'base64', 'hex'] as const)
    for (const body of [visa, { ...amex, securityCode: '9471' }])
      expect(kept).not.toContain(
        createHash('sha256')
          .update(JSON.stringify([{}, body]))
          .digest(digest),
      );
});

describe('a charge', () => {
  const orderId = '0198c0de-0000-5000-8000-000000000001';
  const asked = { buyerId: 'alice', amountMinor: 2500, currency: 'USD', card: { brand: 'Visa', last4: '4242' } };

  test('is shown to its buyer alone', async () => {
    const { charges } = await dependencies();
    await charges.put(orderId, { ...asked, status: 'refunded', chargeId: 'ch_1', refundedMinor: 2500, at });
    const params = { orderId };
    expect((await send(getCharge, { by: 'alice', params })).body).toEqual({
      orderId,
      status: 'refunded',
      amountMinor: 2500,
      currency: 'USD',
      refundedMinor: 2500,
      card: { brand: 'Visa', last4: '4242' },
      reason: null,
      at,
    });
    expect((await send(getCharge, { by: 'bob', params })).body).toMatchObject({
      status: 404,
      code: 'charge-not-found',
    });
  });

  test('that was never made, because the order was cancelled first, is not there', async () => {
    const { charges } = await dependencies();
    await charges.put(orderId, { status: 'closed', at });
    expect((await send(getCharge, { by: 'alice', params: { orderId } })).status).toBe(404);
  });

  test('shows in the ledger for operators, page by page, but not one that was never made', async () => {
    const { charges } = await dependencies();
    const idOf = (number: number) => `0198c0de-0000-5000-8000-00000000001${number}`;
    for (const number of [1, 2, 3, 4])
      await charges.put(idOf(number), { ...asked, status: 'charged', chargeId: `ch_${number}`, at });
    await charges.put(idOf(2), { status: 'closed', at });
    const read = (query: string) => send(listLedger, { by: 'olivia', roles: ['shop.operator'], query });
    const shown: unknown[] = [];
    for (let next: string | undefined = orderId; next !== undefined; ) {
      const { body } = await read(`?pageSize=2&after=${next}`);
      shown.push(...(body.entries as unknown[]));
      next = body.next as string | undefined;
    }
    const entry = {
      orderId: idOf(1),
      buyerId: 'alice',
      status: 'charged',
      amountMinor: 2500,
      refundedMinor: 0,
      currency: 'USD',
      card: { brand: 'Visa', last4: '4242' },
      chargeId: 'ch_1',
      reason: null,
      at,
    };
    expect(shown).toMatchObject([entry, { orderId: idOf(3) }, { orderId: idOf(4) }]);
    expect(shown[0]).toEqual(entry);
    expect((await send(listLedger, { by: 'alice' })).body).toMatchObject({ status: 403, code: 'missing-role' });
  });
});

test('a card is deleted by its owner alone; once more changes nothing', async () => {
  const { body: card } = await send(createCard, { by: 'frank', body: visa, key: newKey() });
  const params = { token: String(card.token) };
  expect((await send(deleteCard, { by: 'mallory', params })).status).toBe(204);
  expect((await send(listCards, { by: 'frank' })).body).toEqual({ cards: [card] });
  for (const _ of ['first', 'again']) expect((await send(deleteCard, { by: 'frank', params })).status).toBe(204);
  expect((await send(listCards, { by: 'frank' })).body).toEqual({ cards: [] });
});
