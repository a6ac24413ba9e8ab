/** Orders of all kinds, each placed and brought to its end whatever happens to the shop meanwhile. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { OrderStatus } from '../../shared/contracts/values.ts';
import { persistently } from './chaos.ts';
import type { Customer } from './shop.ts';
import { addCard, checkOut, decliningCard, goodCard, type OrderView, order, putInBasket } from './shopping.ts';

/** Answers a few seconds after it was asked. */
const lateCard = '4000000000000127';

export interface Assortment {
  plenty: string;
  /** Fewer than will be ordered. */
  scarce: string;
  soldOut: string;
}

export interface Kind {
  name: string;
  item?: keyof Assortment;
  card?: string;
  coupon?: string;
  /** Who cancels it, in a state chosen at random or a later one. Orders that are not cancelled are shipped. */
  cancelledBy?: 'buyer' | 'operator';
  /** The first state in which it may be cancelled. */
  from?: OrderStatus;
  /** How it may end: shipped, or cancelled for one of these reasons. */
  outcomes: readonly string[];
}

/** Everybody may have it. */
export const coupon = 'SOAK-TEN';
/** Only a few may have it. */
export const rareCoupon = 'SOAK-RARE';

export const kinds: readonly Kind[] = [
  { name: 'plain', outcomes: ['Shipped'] },
  { name: 'with a coupon', coupon, outcomes: ['Shipped'] },
  { name: 'with a late card', card: lateCard, outcomes: ['Shipped'] },
  { name: 'of what is scarce', item: 'scarce', outcomes: ['Shipped', 'sold-out'] },
  { name: 'with a rare coupon', coupon: rareCoupon, outcomes: ['Shipped', 'coupon-used-up'] },
  { name: 'of what is sold out', item: 'soldOut', outcomes: ['sold-out'] },
  { name: 'with an unknown coupon', coupon: 'NO-SUCH-COUPON', outcomes: ['coupon-unknown'] },
  { name: 'with a declined card', card: decliningCard, coupon, outcomes: ['card-declined'] },
  { name: 'cancelled by the buyer', coupon, cancelledBy: 'buyer', outcomes: ['Shipped', 'cancelled-by-buyer'] },
  { name: 'cancelled by the shop', coupon, cancelledBy: 'operator', outcomes: ['cancelled-by-shop'] },
  { name: 'refunded', coupon, cancelledBy: 'operator', from: 'Paid', outcomes: ['cancelled-by-shop'] },
];

export interface SoakOrder {
  kind: Kind;
  buyer: Customer;
  orderId: string;
  /** The state in which a cancellation was taken. */
  cancelledIn?: string;
}

export const place = async (kind: Kind, buyer: Customer, assortment: Assortment): Promise<SoakOrder> => {
  await persistently(() => putInBasket(buyer, assortment[kind.item ?? 'plenty'], 1));
  const cardToken = await persistently(() => addCard(buyer, kind.card ?? goodCard));
  const key = randomUUID();
  const orderId = await persistently(() => checkOut(buyer, cardToken, key, kind.coupon));
  return { kind, buyer, orderId };
};

const cancellable = OrderStatus.options.slice(0, OrderStatus.options.indexOf('Shipped'));

/** The state in which an order shall be cancelled, or a later one. */
const cancelAt = ({ cancelledBy, from = 'Submitted' }: Kind, random: () => number): number => {
  if (!cancelledBy) return Number.POSITIVE_INFINITY;
  const first = cancellable.indexOf(from);
  const last = cancelledBy === 'buyer' ? cancellable.length - 1 : cancellable.length;
  return first + Math.floor(random() * (last - first));
};

const isFinal = (status: string): boolean => status === 'Shipped' || status === 'Cancelled';

const cancel = (placed: SoakOrder, operator: Customer) =>
  placed.kind.cancelledBy === 'buyer'
    ? placed.buyer('ordering', `POST orders/${placed.orderId}/cancel`)
    : operator('ordering', `POST admin/orders/${placed.orderId}/cancel`, { body: {} });

/** Does what is due for an order in its state: a part that is away is asked again on the next look. */
const attend = async (placed: SoakOrder, status: string, { operator, at }: { operator: Customer; at: number }) => {
  const isDue = OrderStatus.options.findIndex((known) => known === status) >= at;
  if (isDue && !placed.cancelledIn) {
    const asked = await cancel(placed, operator);
    if (asked.status === 202) placed.cancelledIn = status;
  }
  const isForShipping = placed.kind.cancelledBy !== 'operator' && status === 'Paid';
  if (isForShipping) await operator('ordering', `POST orders/${placed.orderId}/ship`);
};

/** Looks after an order until it is final. */
export const bringToItsEnd = async (
  placed: SoakOrder,
  operator: Customer,
  { random, seconds = 90 }: { random: () => number; seconds?: number },
): Promise<void> => {
  const at = cancelAt(placed.kind, random);
  const look = (): Promise<Partial<OrderView>> => order(placed.buyer, placed.orderId).then(({ body }) => body);
  for (const giveUpAt = Date.now() + seconds * 1000; ; await wait(100)) {
    const { status = 'not there yet' } = await look().catch((): Partial<OrderView> => ({}));
    if (isFinal(status)) return;
    await attend(placed, status, { operator, at }).catch(() => undefined);
    if (Date.now() > giveUpAt) throw new Error(`Order ${placed.orderId} (${placed.kind.name}) is still ${status}.`);
  }
};

/** How an order ended, as `Kind.outcomes` says it. */
export const outcomeOf = ({ status, reason }: OrderView): string =>
  status === 'Cancelled' ? (reason?.code ?? 'without a reason') : status;
