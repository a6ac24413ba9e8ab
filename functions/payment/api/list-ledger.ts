/**
 * GET payment/ledger: what was charged and given back, for operators, in the order of the order ids. `next` is the `after` of the page
 * that follows, if one does; orders that were cancelled before they asked take up room in a page, but do not show.
 */
import * as z from 'zod';
import { Id } from '../../../shared/contracts/values.ts';
import { pageSize } from '../../../shared/http/paging.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { ChargeView, chargeView, isReal, type RealCharge } from './charge-view.ts';

const Query = z.object({ after: Id.optional(), pageSize: pageSize().default(50) });

const Page = z.object({
  entries: z.array(ChargeView.extend({ buyerId: z.string().nullable(), chargeId: z.string().nullable() })),
  next: Id.optional(),
});

const entryOf = (orderId: string, charge: RealCharge) => ({
  ...chargeView(orderId, charge),
  buyerId: charge.buyerId,
  chargeId: 'chargeId' in charge ? charge.chargeId : null,
});

export const listLedger = route(
  { access: 'operator', query: Query, answer: Page },
  async ({ query: { after, pageSize: size } }, { charges }) => {
    // One more than asked for tells whether another page follows.
    const found = await charges.list({ limit: size + 1, ...(after !== undefined && { after }) });
    const page = found.slice(0, size);
    const entries = page.flatMap(({ key, value }) => (isReal(value) ? [entryOf(key, value)] : []));
    const next = found.length > size ? page.at(-1)?.key : undefined;
    return ok({ entries, ...(next !== undefined && { next }) });
  },
);
