/** POST basket/baskets/me/checkout: orders what is in the basket. The order then exists under the id in the answer. */
import * as z from 'zod';
import { Address } from '../../../shared/contracts/values.ts';
import { route } from '../routes.ts';
import { placeOrder } from './place-order.ts';

const Checkout = z.strictObject({ address: Address, cardToken: z.string().trim().min(1).max(200) });

export const checkout = route({ idempotent: true, body: Checkout }, placeOrder);
