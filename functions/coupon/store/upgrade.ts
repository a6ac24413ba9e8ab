/**
 * Brings documents of the first version, in which a coupon held all its redemptions, to their present form. Each step may be done twice
 * and broken off anywhere: a coupon is changed last, and until then it says what is to be done.
 */
import { type Collection, type DocumentStore, update } from '../../../shared/documents/documents.ts';
import type { Claim } from '../domain/claim.ts';
import type { Coupon, Reservation, Usage } from '../domain/coupon.ts';
import { usageKey } from './coupons.ts';

type FirstRedemption = readonly [buyer: string, discountMinor: number, status: 'reserved' | 'redeemed'];
type FirstCoupon = Omit<Coupon, 'reserved' | 'redeemed' | 'redeemedMinor' | 'entry'> & {
  redemptions: Readonly<Record<string, FirstRedemption>>;
};
type FirstClaim = { code?: string } & Record<string, unknown>;

const pageSize = 20;

const all = async function* <T>(documents: Collection<T>): AsyncGenerator<{ key: string; value: T; etag: string }> {
  for (let after: string | undefined; ; ) {
    const page = await documents.list({ limit: pageSize, ...(after !== undefined && { after }) });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.key;
  }
};

const isFirst = (coupon: Coupon | FirstCoupon): coupon is FirstCoupon => 'redemptions' in coupon;

const renewed = ({ redemptions, ...terms }: FirstCoupon): Coupon => {
  const reserved = Object.entries(redemptions).filter(([, [, , status]]) => status === 'reserved');
  const final = Object.values(redemptions).filter(([, , status]) => status === 'redeemed');
  return {
    ...terms,
    reserved: Object.fromEntries(reserved.map(([id, [buyer, minor]]): [string, Reservation] => [id, [buyer, minor]])),
    redeemed: final.length,
    redeemedMinor: final.reduce((sum, [, discountMinor]) => sum + discountMinor, 0),
    entry: null,
  };
};

/** What the buyers have for good, by the key of their usage. */
const usagesOf = ({ code, redemptions }: FirstCoupon): Map<string, Usage> => {
  const usages = new Map<string, Usage>();
  for (const [orderId, [buyer, discountMinor, status]] of Object.entries(redemptions)) {
    if (status !== 'redeemed') continue;
    const key = usageKey(code, buyer);
    usages.set(key, { told: 0, redeemed: { ...usages.get(key)?.redeemed, [orderId]: discountMinor } });
  }
  return usages;
};

/** A claim names the buyer, who is found in the coupon; that of an order which has nothing of it has nothing to name. */
const renewClaims = async (claims: Collection<Claim | FirstClaim>, { code, redemptions }: FirstCoupon) => {
  for (const [orderId, [buyer]] of Object.entries(redemptions))
    await update(claims, orderId, (claim) => {
      if (!claim || !('code' in claim)) return undefined;
      const { code: _code, ...rest } = claim;
      return { ...rest, wanted: { code, buyer } };
    });
};

/** Returns the codes of the coupons that were of the first version. */
export const upgradeCoupons = async (store: DocumentStore): Promise<string[]> => {
  const coupons = store.collection<Coupon | FirstCoupon>('coupons');
  const usages = store.collection<Usage>('usages');
  const upgraded: string[] = [];
  for await (const { key, value, etag } of all(coupons)) {
    if (!isFirst(value)) continue;
    for (const [usage, redeemed] of usagesOf(value)) await usages.put(usage, redeemed, { ifMatch: 'absent' });
    await renewClaims(store.collection('orders'), value);
    if ((await coupons.put(key, renewed(value), { ifMatch: etag })) !== 'conflict') upgraded.push(key);
  }
  return upgraded;
};
