/** What a basket becomes at checkout. */
import { v5 } from 'uuid';
import type { OrderLine } from '../../../shared/contracts/values.ts';
import { type Refusal, refusalOf, refused } from './fault.ts';
import type { AvailableLine, PricedBasket } from './priced-basket.ts';

/** Namespace of our order ids (RFC 9562, section 5.5); never to be changed. */
const orderNamespace = '02669cb5-6b80-4089-a5f2-dcbe31b54418';

/** The largest total that payment accepts, in minor units. */
const maxTotalMinor = 1_000_000_000;

export interface Order {
  currency: string;
  lines: OrderLine[];
}

/** The id of the order that a buyer places with an idempotency key: the same for a repeat. */
export const orderIdOf = (buyerId: string, idempotencyKey: string): string =>
  v5(JSON.stringify([buyerId, idempotencyKey]), orderNamespace);

/** Whether a basket costs more than the shopper agreed to, if they said what that is. */
export const costsMoreThan = ({ subtotalMinor }: PricedBasket, agreedMinor: number | undefined): boolean =>
  agreedMinor !== undefined && subtotalMinor > agreedMinor;

const orderLine = ({ itemId, name, pictureUrl, unitPriceMinor, quantity }: AvailableLine): OrderLine => ({
  itemId,
  name,
  unitPriceMinor,
  quantity,
  ...(pictureUrl !== null && { pictureUrl }),
});

/** The priced lines of an order, or the lines that are in the way. */
export const orderOf = ({ currency, lines, subtotalMinor }: PricedBasket): Order | Refusal => {
  const gone = refusalOf(
    lines.flatMap(({ available }, line) => (available ? [] : [{ code: 'item-unavailable', line }])),
  );
  if (gone) return gone;
  if (currency === null) return refused('basket-empty');
  if (subtotalMinor > maxTotalMinor) return refused('total-too-high');
  return { currency, lines: lines.flatMap((line) => (line.available ? [orderLine(line)] : [])) };
};
