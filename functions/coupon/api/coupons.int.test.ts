import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpHandler, HttpRequest, InvocationContext } from '@azure/functions';
import { afterAll, describe, expect, test } from 'vitest';
import { checkDescribed } from '../../../shared/http/test-client.ts';
import { startTestIssuer } from '../../../shared/identity/test-issuer.ts';
import { prepareCoupons } from '../store/prepare.ts';
import { seededCoupons } from '../store/seed.ts';
import { NewTerms } from './terms.ts';

const issuer = await startTestIssuer();
afterAll(() => issuer.stop());
const setting = `sqlite:${join(mkdtempSync(join(tmpdir(), 'coupon-')), 'coupon.db')}`;
process.env.COUPON_STORE = setting;
process.env.IDENTITY_ISSUER = issuer.issuer;
const [{ createCoupon }, { listCoupons }, { getCoupon }, { changeCoupon }, switches, { quoteCoupon }] =
  await Promise.all([
    import('./create-coupon.ts'),
    import('./list-coupons.ts'),
    import('./get-coupon.ts'),
    import('./change-coupon.ts'),
    import('./enable-coupon.ts'),
    import('./quote-coupon.ts'),
  ]);
const { dependencies } = await import('../dependencies.ts');
const firstDone = await prepareCoupons(setting);

interface Sent {
  /** An operator when not said. */
  by?: string;
  code?: string;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const functionName = 'coupon-create';

const send = async (handler: HttpHandler, { by, code, query = '', body, headers }: Sent = {}) => {
  const who = by === undefined ? { sub: 'olivia', roles: ['shop.operator'] } : { sub: by };
  const token = await issuer.token({ ...who, scope: 'coupon' });
  const request = new HttpRequest({
    method: body === undefined ? 'GET' : 'POST',
    url: `http://coupon.test/${query}`,
    params: code === undefined ? {} : { code },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: { string: JSON.stringify(body) } }),
  });
  const answer = await handler(request, new InvocationContext({ functionName, logHandler: () => undefined }));
  if (!answer || typeof answer.body !== 'string') throw new Error('There is no answer.');
  const said = JSON.parse(answer.body) as Record<string, unknown>;
  checkDescribed(handler, { status: answer.status ?? 200, body: said });
  return { status: answer.status, headers: new Headers(answer.headers), body: said };
};

let keys = 0;
const withKey = () => ({ 'idempotency-key': `key-${String((keys += 1)).padStart(8, '0')}` });

const terms = {
  description: 'A fifth off',
  discount: { kind: 'percentage', percent: 20 },
  currency: 'USD',
  totalLimit: 10,
};
const create = (code: string, headers = withKey()) => send(createCoupon, { body: { code, ...terms }, headers });

describe('the coupons of a new shop', () => {
  test('are added once, and keep to the rules for coupons', async () => {
    expect(firstDone).toEqual([`coupon: added ${[...seededCoupons.keys()].join(', ')}`]);
    expect(await prepareCoupons(setting)).toEqual([]);
    for (const one of seededCoupons.values()) expect(NewTerms.parse(one)).toEqual(one);
  });

  test('are listed to operators page by page, in the order of their codes', async () => {
    const codes: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { body } = await send(listCoupons, { query: `?pageSize=4${after && `&after=${after}`}` });
      const page = body.coupons as { code: string }[];
      expect(page.length).toBeLessThanOrEqual(4);
      codes.push(...page.map(({ code }) => code));
      after = body.next as string | undefined;
    }
    expect(codes).toEqual(expect.arrayContaining([...seededCoupons.keys()]));
    expect(codes).toEqual(codes.toSorted());
  });
});

describe('creating a coupon', () => {
  test('gives it a code in upper case and shows it', async () => {
    const made = await create('spring-20');
    expect(made).toMatchObject({ status: 201, body: { code: 'SPRING-20', version: 1, enabled: true, redeemed: 0 } });
    expect(made.headers.get('location')).toBe('/api/coupon/coupons/SPRING-20');
    const shown = await send(getCoupon, { code: 'Spring-20' });
    expect({ ...shown.body, etag: shown.headers.get('etag') }).toEqual({ ...made.body, etag: '"1"' });
  });

  test('twice with one key creates it once, even when the first answer was never kept', async () => {
    const key = withKey();
    const first = await create('TWICE', key);
    const { answers } = await dependencies();
    const id = JSON.stringify(['olivia', functionName, key['idempotency-key']]);
    await answers.remove(createHash('sha256').update(id).digest('base64url'));
    expect((await create('TWICE', key)).body).toEqual(first.body);
    expect(await create('twice')).toMatchObject({ status: 409, body: { code: 'coupon-exists' } });
  });

  test('is refused with the field that is wrong', async () => {
    const wrong = async (override: object) => {
      const { status, body } = await send(createCoupon, {
        body: { code: 'WRONG', ...terms, ...override },
        headers: withKey(),
      });
      return [status, ...(body.errors as { field: string }[]).map(({ field }) => field)];
    };
    expect(await wrong({ code: '!' })).toEqual([400, 'code']);
    expect(await wrong({ totalLimit: 5001 })).toEqual([400, 'totalLimit']);
    expect(await wrong({ discount: { kind: 'percentage', percent: 101 } })).toEqual([400, 'discount.percent']);
    expect(await wrong({ discount: { kind: 'fixed', amountMinor: 0 } })).toEqual([400, 'discount.amountMinor']);
    expect(await wrong({ validFrom: 'tomorrow' })).toEqual([400, 'validFrom']);
    const backwards = { validFrom: '2027-01-01T00:00:00.5Z', validUntil: '2027-01-01T00:00:00Z' };
    expect(await wrong(backwards)).toEqual([400, 'validUntil']);
  });
});

describe('changing a coupon', () => {
  test('needs to know what it changes', async () => {
    await create('CHANGED');
    const put = (headers: Record<string, string>) =>
      send(changeCoupon, { code: 'changed', body: { ...terms, description: 'New', totalLimit: 5 }, headers });
    expect(await put({})).toMatchObject({ status: 428, body: { code: 'if-match-missing' } });
    expect(await put({ 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'coupon-changed' } });
    const changed = await put({ 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, description: 'New', totalLimit: 5 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(await put({ 'if-match': '"1"' })).toMatchObject({ status: 412 });
  });

  test('disables and enables it; a second time changes nothing', async () => {
    await create('SWITCHED');
    const quoted = () =>
      send(quoteCoupon, { by: 'alice', code: 'switched', query: '?subtotalMinor=1000&currency=USD' });
    for (const _ of ['first', 'again'])
      expect((await send(switches.disableCoupon, { code: 'switched', body: {} })).body).toMatchObject({
        enabled: false,
        version: 2,
      });
    expect(await quoted()).toMatchObject({ status: 409, body: { code: 'coupon-disabled' } });
    expect((await send(switches.enableCoupon, { code: 'switched', body: {} })).body.enabled).toBe(true);
    expect(await quoted()).toMatchObject({ status: 200, body: { discountMinor: 200 } });
  });
});

describe('a quote', () => {
  const quoted = (code: string, subtotalMinor: unknown, by = 'alice') =>
    send(quoteCoupon, { by, code, query: `?subtotalMinor=${String(subtotalMinor)}&currency=USD` });

  test('says what the coupon takes off, whatever the case of its code, and consumes nothing', async () => {
    for (const code of ['disc-10', 'DISC-10', ' Disc-10 '])
      expect(await quoted(code, 2599)).toMatchObject({
        status: 200,
        body: { code: 'DISC-10', description: '$10 off', discountMinor: 1000, totalMinor: 1599 },
      });
    expect((await quoted('DISC-30', 2599)).body).toMatchObject({ discountMinor: 2599, totalMinor: 0 });
    expect((await send(getCoupon, { code: 'DISC-10' })).body).toMatchObject({ reserved: 0, redeemed: 0 });
  });

  test('is refused with a sentence for the shopper', async () => {
    expect(await quoted('NO-SUCH', 1000)).toMatchObject({
      status: 404,
      body: { code: 'coupon-unknown', detail: 'There is no coupon with this code.' },
    });
    expect(await quoted('SUMMER-2025', 1000)).toMatchObject({
      status: 409,
      body: { code: 'coupon-expired', detail: 'This coupon expired on 2025-09-01.' },
    });
    expect(await quoted('BIG-HAUL', 4999)).toMatchObject({
      status: 409,
      body: { code: 'coupon-minimum-not-reached', detail: 'This coupon is for orders of $50.00 or more.' },
    });
  });

  test('of a subtotal that is none is refused with the field', async () => {
    for (const subtotalMinor of ['-1', 'x', '', '1.5'])
      expect((await quoted('DISC-5', subtotalMinor)).body).toMatchObject({
        status: 400,
        errors: [{ field: 'subtotalMinor' }],
      });
  });
});

test('coupons are managed by operators alone', async () => {
  for (const handler of [listCoupons, getCoupon, createCoupon, changeCoupon, ...Object.values(switches)])
    expect(await send(handler, { by: 'alice', code: 'DISC-5' })).toMatchObject({
      status: 403,
      body: { code: 'missing-role' },
    });
});

test('a coupon that thousands have reserved at once fits a document of every store', async () => {
  const { coupons } = await dependencies();
  const coupon = await coupons.find('DISC-5');
  const full = Array.from({ length: 5000 }, (_, index) => {
    const orderId = `0198c0de-0000-5000-8000-${String(index).padStart(12, '0')}`;
    return [orderId, ['sixteen-letters-', 1_000_000]] as const;
  });
  // Cosmos DB takes 2 MB.
  expect(JSON.stringify({ ...coupon, reserved: Object.fromEntries(full) }).length).toBeLessThan(500_000);
});
