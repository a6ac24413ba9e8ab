/** POST basket/baskets/me/checkout: orders what is in the basket. The order then exists under the id in the answer. */
import * as z from 'zod';
import { CouponCode, Id, MinorUnits, NewAddress } from '../../../shared/contracts/values.ts';
import { route } from '../routes.ts';
import { placeOrder } from './place-order.ts';

const Checkout = z.strictObject({
  address: NewAddress,
  /** From payment. Whose card it is, and whether it is good for the total, shows when the order is charged. */
  cardToken: Id,
  couponCode: CouponCode.optional(),
  /** The subtotal that the shopper agreed to. A higher one is refused; without it the shopper takes any. */
  expectedTotalMinor: MinorUnits.optional(),
});

export const checkout = route({ idempotent: true, body: Checkout, answer: z.object({ orderId: Id }) }, placeOrder);
