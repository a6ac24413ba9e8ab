/**
 * The coupons, each one document with its reservations, and the usages, one document for each buyer of each coupon. Whatever changes a
 * coupon is decided under its etag. What a usage must be told of it is an entry in it, told when it matters: before anything is decided
 * about that buyer, and before the next entry takes its place. So it is as if they were one document, whoever dies when.
 */
import { type DocumentStore, type Stored, update } from '../../../shared/documents/documents.ts';
import { type Coupon, type Usage, unused } from '../domain/coupon.ts';
import { release, type Standing, told } from '../domain/redemption.ts';

/** What comes of looking at a coupon: an outcome, and the coupon as it is from now on. */
interface Decision<Outcome> {
  outcome: Outcome;
  coupon?: Coupon;
}

type Decide<Seen, Outcome> = (seen: Seen | undefined) => Decision<Outcome>;

/** What a usage is kept under. */
export const usageKey = (code: string, buyer: string): string => `${code}/${buyer}`;

export const openCoupons = (store: DocumentStore) => {
  const coupons = store.collection<Coupon>('coupons');
  const usages = store.collection<Usage>('usages');

  const find = async (code: string): Promise<Coupon | undefined> => (await coupons.get(code))?.value;

  const tell = async ({ code, entry }: Coupon): Promise<void> => {
    if (!entry) return;
    await update(usages, usageKey(code, entry.buyer), (usage = unused) => {
      const after = told(usage, entry);
      return after === usage ? undefined : after;
    });
  };

  /** A usage that knows at least what the coupon does. */
  const usageFor = async (coupon: Coupon, buyer: string): Promise<Usage> => {
    if (coupon.entry?.buyer === buyer) await tell(coupon);
    return (await usages.get(usageKey(coupon.code, buyer)))?.value ?? unused;
  };

  /** Writes a decision; false when somebody else wrote in between. */
  const write = async (current: Stored<Coupon> | undefined, coupon: Coupon): Promise<boolean> => {
    if (current && coupon.entry !== current.value.entry) await tell(current.value);
    return (await coupons.put(coupon.code, coupon, { ifMatch: current?.etag ?? 'absent' })) !== 'conflict';
  };

  /** Decides and writes, if anything changes, until no one else wrote in between. */
  const decide = async <Outcome>(code: string, decision: Decide<Coupon, Outcome>): Promise<Outcome> => {
    for (;;) {
      const current = await coupons.get(code);
      const { outcome, coupon } = decision(current?.value);
      if (!coupon || coupon === current?.value || (await write(current, coupon))) return outcome;
    }
  };

  /** The same about a coupon and what a buyer has of it. */
  const decideFor = async <Outcome>(
    { code, buyer }: { code: string; buyer: string },
    decision: Decide<Standing, Outcome>,
  ): Promise<Outcome> => {
    for (;;) {
      const current = await coupons.get(code);
      const standing = current && { coupon: current.value, usage: await usageFor(current.value, buyer) };
      const { outcome, coupon } = decision(standing);
      if (coupon && coupon !== current?.value) {
        if (await write(current, coupon)) return outcome;
      } else {
        // What changes nothing must have been decided about one moment too: the usage may be later than the coupon.
        const isOld = (await coupons.get(code))?.etag !== current?.etag;
        if (!isOld) return outcome;
      }
    }
  };

  return {
    find,
    decideFor,
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
    /** Takes back what an order of a buyer has of a coupon. */
    release: (orderId: string, { code, buyer }: { code: string; buyer: string }): Promise<void> =>
      decideFor({ code, buyer }, (standing) =>
        standing ? { outcome: undefined, coupon: release(standing, orderId, buyer) } : { outcome: undefined },
      ),
    /** In the order of their codes, from the first after `after`. */
    list: async (page: { after?: string; limit: number }): Promise<Coupon[]> =>
      (await coupons.list(page)).map(({ value }) => value),
  };
};

export type Coupons = ReturnType<typeof openCoupons>;
