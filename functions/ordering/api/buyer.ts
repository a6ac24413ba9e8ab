/** What the shop remembers of a buyer between orders: addresses. And how a buyer is forgotten. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { Address, Id, NewAddress } from '../../../shared/contracts/values.ts';
import { fail } from '../../../shared/http/problems.ts';
import { accepted, noContent, ok } from '../../../shared/http/reply.ts';
import { event } from '../../../shared/messaging/publish.ts';
import { route } from '../routes.ts';
import { maxAddresses } from '../store/addresses.ts';

const SavedAddress = z.object({ id: Id, address: Address });

const Buyer = z.object({ id: z.string(), name: z.string().optional(), addresses: z.array(SavedAddress) });

/** GET ordering/buyers/me. */
export const getBuyer = route({ answer: Buyer }, async ({ caller }, { addresses }) =>
  ok({ id: caller.id, name: caller.name, addresses: await addresses.list(caller.id) }),
);

const addressParams = z.object({ addressId: Id });

/** PUT ordering/buyers/me/addresses/{addressId}: saves an address under an id of the caller's making, so that a repeat saves nothing twice. */
export const putAddress = route(
  { params: addressParams, body: NewAddress, answer: SavedAddress },
  async ({ params, body: address, caller }, { addresses, now }) => {
    const saved = await addresses.put(caller.id, { id: params.addressId, address }, new Date(now()).toISOString());
    if (saved === 'full') return fail('too-many-addresses', { detail: `Remove one of the ${maxAddresses} first.` });
    if (saved === 'taken') return fail('address-id-taken', { detail: 'Make a new UUID for every address.' });
    return ok({ id: params.addressId, address });
  },
);

/** DELETE ordering/buyers/me/addresses/{addressId}. */
export const removeAddress = route({ params: addressParams }, async ({ params, caller }, { addresses }) => {
  await addresses.remove(caller.id, params.addressId);
  return noContent();
});

/** DELETE ordering/buyers/me: basket, cards and addresses are deleted, orders made anonymous. Told to others first, so that a repeat after a failure tells them again. */
export const eraseBuyer = route(
  { answer: z.object({}) },
  async ({ caller, traceparent }, { orders, addresses, publish }) => {
    if (await orders.hasOpenOrders(caller.id))
      return fail('orders-open', { detail: 'Wait until they are shipped, or cancel them first.' });
    await publish([event('BuyerErased', { buyerId: caller.id }, { aggregate: caller.id })], traceparent);
    await addresses.removeAll(caller.id);
    await orders.anonymise(caller.id, `erased-${randomUUID()}`);
    return accepted('/api/ordering/orders', {});
  },
);
