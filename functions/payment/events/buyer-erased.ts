/** A buyer wants to be forgotten: their cards are deleted, and their charges stay in the books without whose they are. */
import type { EventData } from '../../../shared/contracts/events.ts';
import { update } from '../../../shared/documents/documents.ts';
import type { PaymentDependencies } from '../dependencies.ts';
import { forgetBuyer } from '../domain/charge.ts';

export const buyerErased = async (
  { buyerId }: EventData<'BuyerErased'>,
  { wallets, charges }: Pick<PaymentDependencies, 'wallets' | 'charges'>,
) => {
  for (const orderId of await wallets.orders(buyerId))
    await update(charges, orderId, (charge) => charge && forgetBuyer(charge));
  // Last: broken off before, all of it is done again.
  await wallets.erase(buyerId);
};
