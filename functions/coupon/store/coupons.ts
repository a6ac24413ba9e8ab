/** The coupons, each one document with its redemptions. Whatever changes one is decided under its etag. */
import type { DocumentStore } from '../../../shared/documents/documents.ts';
import type { Coupon } from '../domain/coupon.ts';

/** What comes of looking at a coupon: an outcome, and the coupon as it is from now on. */
interface Decision<Outcome> {
  outcome: Outcome;
  coupon?: Coupon;
}

export const openCoupons = (store: DocumentStore) => {
  const coupons = store.collection<Coupon>('coupons');

  /** Decides and writes, if anything changes, until no one else wrote in between. */
  const decide = async <Outcome>(
    code: string,
    decision: (coupon: Coupon | undefined) => Decision<Outcome>,
  ): Promise<Outcome> => {
    for (;;) {
      const current = await coupons.get(code);
      const { outcome, coupon } = decision(current?.value);
      if (!coupon || coupon === current?.value) return outcome;
      if ((await coupons.put(code, coupon, { ifMatch: current?.etag ?? 'absent' })) !== 'conflict') return outcome;
    }
  };

  return {
    find: async (code: string): Promise<Coupon | undefined> => (await coupons.get(code))?.value,
    decide,
    /** Adds a coupon; returns the one that is there under its code, which is an earlier one if it was taken. */
    add: (coupon: Coupon): Promise<Coupon> =>
      decide(coupon.code, (earlier) => (earlier ? { outcome: earlier } : { outcome: coupon, coupon })),
    /** Alters a coupon that is there; returns what it is then, or why it was left as it was. */
    change: (code: string, alter: (coupon: Coupon) => Coupon | 'coupon-changed') =>
      decide<Coupon | 'coupon-changed' | 'coupon-unknown'>(code, (coupon) => {
        if (!coupon) return { outcome: 'coupon-unknown' };
        const altered = alter(coupon);
        return typeof altered === 'string' ? { outcome: altered } : { outcome: altered, coupon: altered };
      }),
    /** In the order of their codes, from the first after `after`. */
    list: async (page: { after?: string; limit: number }): Promise<Coupon[]> =>
      (await coupons.list(page)).map(({ value }) => value),
  };
};

export type Coupons = ReturnType<typeof openCoupons>;
