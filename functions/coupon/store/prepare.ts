/** Brings coupon's store up to date, and puts the first coupons into it, those that it never had. */
import { openDocuments } from '../../../shared/documents/open.ts';
import { newCoupon } from '../domain/coupon.ts';
import { openCoupons } from './coupons.ts';
import { seededCoupons } from './seed.ts';
import { upgradeCoupons } from './upgrade.ts';

/** Returns what it did, a line each; nothing when the store was ready. */
export const prepareCoupons = async (setting: string): Promise<string[]> => {
  const store = await openDocuments(setting);
  try {
    const upgraded = await upgradeCoupons(store);
    const coupons = openCoupons(store);
    const added: string[] = [];
    for (const [code, terms] of seededCoupons) {
      const coupon = newCoupon(code, terms, 'seed');
      if ((await coupons.add(coupon)) === coupon) added.push(code);
    }
    return Object.entries({ upgraded, added })
      .filter(([, codes]) => codes.length > 0)
      .map(([what, codes]) => `coupon: ${what} ${codes.join(', ')}`);
  } finally {
    await store.close();
  }
};
