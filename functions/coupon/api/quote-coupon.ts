/** GET coupon/coupons/{code}/quote: what the caller would get for a subtotal. Nothing is consumed, so an order may still be refused. */
import * as z from 'zod';
import { Currency, MinorUnits } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { digestOf } from '../digest.ts';
import { quote } from '../domain/redemption.ts';
import { type Refusal, unknownCoupon } from '../domain/refusal.ts';
import { route } from '../routes.ts';
import { attemptFairly } from '../store/reclaim.ts';
import { Quote } from './quote.ts';
import { InPath } from './terms.ts';

const Draft = z.object({
  subtotalMinor: z.string().regex(/^\d+$/, 'must be a whole number of minor units').transform(Number).pipe(MinorUnits),
  currency: Currency,
});

const refused = ({ code, text }: Refusal) => fail(code, { detail: text });

export const quoteCoupon = route(
  { params: InPath, query: Draft, answer: Quote },
  async ({ params: { code }, query, caller }, { coupons, claims, now }) => {
    const ask = { ...query, buyer: digestOf(code, caller.id), at: new Date(now()).toISOString() };
    const attempt = () =>
      coupons.decideFor({ code, buyer: ask.buyer }, (standing) => ({
        outcome: standing
          ? { description: standing.coupon.description, ...quote(standing, ask) }
          : { refusal: unknownCoupon },
      }));
    const outcome = await attemptFairly(code, attempt, { coupons, claims });
    if ('refusal' in outcome) return refused(outcome.refusal);
    const { description, discountMinor } = outcome;
    return ok({ code, description, discountMinor, totalMinor: query.subtotalMinor - discountMinor });
  },
);
