/** What a coupon would do for a shopper, as the API shows it. */
import * as z from 'zod';
import { MinorUnits } from '../../../shared/contracts/values.ts';

export const Quote = z.object({
  code: z.string(),
  description: z.string(),
  discountMinor: MinorUnits,
  totalMinor: MinorUnits,
});
