/** Puts the first coupons into coupon's store, those that it never had. */
import { openDocuments } from '../../../shared/documents/open.ts';
import { newCoupon } from '../domain/coupon.ts';
import { openCoupons } from './coupons.ts';
import { seededCoupons } from './seed.ts';

/** Returns what it did, a line each; nothing when the store was ready. */
export const prepareCoupons = async (setting: string): Promise<string[]> => {
  const store = await openDocuments(setting);
  try {
    const coupons = openCoupons(store);
    const added: string[] = [];
    for (const [code, terms] of seededCoupons) {
      const coupon = newCoupon(code, terms, 'seed');
      if ((await coupons.add(coupon)) === coupon) added.push(code);
    }
    return added.length > 0 ? [`coupon: added ${added.join(', ')}`] : [];
  } finally {
    await store.close();
  }
};
