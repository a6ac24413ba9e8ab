/** What the shop's routes do and answer, as far as their schemas do not say it: the human half of the API's description. */

export interface Described {
  summary: string;
  /** Of the good answer, whose body the route itself describes. */
  status: 200 | 201 | 202 | 204;
  /** Codes of what this route can refuse, beside what every route can. */
  refuses?: readonly string[];
  /** Header fields of the good answer. */
  headers?: readonly ('ETag' | 'Location')[];
  /** Media types of the good answer, when it is not JSON. */
  produces?: readonly string[];
}

const pictures = ['image/png', 'image/jpeg', 'image/webp'] as const;
const itemLines = ['unknown-item', 'item-unavailable', 'too-many-units', 'basket-full', 'basket-changed'] as const;
const versioned = ['if-match-missing', 'item-changed', 'item-not-found'] as const;
const quoteRefusals = [
  'coupon-unknown',
  'coupon-disabled',
  'coupon-not-yet-valid',
  'coupon-expired',
  'coupon-other-currency',
  'coupon-minimum-not-reached',
  'coupon-limit-per-buyer',
  'coupon-used-up',
] as const;

const basket = (summary: string, refuses: readonly string[] = ['basket-changed']): Described => ({
  summary,
  status: 200,
  headers: ['ETag'],
  refuses,
});

/** By name of the function. */
export const answers: Readonly<Record<string, Described>> = {
  'catalog-list-items': { summary: 'Items, filtered, sorted and in pages', status: 200 },
  'catalog-get-item': { summary: 'One item', status: 200, headers: ['ETag'], refuses: ['item-not-found'] },
  'catalog-create-item': {
    summary: 'Add an item',
    status: 201,
    headers: ['ETag', 'Location'],
    refuses: ['unknown-brand-or-type'],
  },
  'catalog-change-item': {
    summary: 'Replace the facts of an item',
    status: 200,
    headers: ['ETag'],
    refuses: [...versioned, 'unknown-brand-or-type'],
  },
  'catalog-delete-item': { summary: 'Take an item off sale', status: 204, refuses: versioned },
  'catalog-get-stock': { summary: 'Stock figures of an item', status: 200, refuses: ['item-not-found'] },
  'catalog-set-stock': { summary: 'Set the limits of an item’s stock', status: 200, refuses: ['item-not-found'] },
  'catalog-restock': { summary: 'Take in a delivery', status: 200, refuses: ['item-not-found'] },
  'catalog-upload-picture': {
    summary: 'Give an item a picture',
    status: 200,
    headers: ['ETag'],
    refuses: ['item-not-found', 'item-changed', 'picture-not-supported'],
  },
  'catalog-get-picture': {
    summary: 'A picture, which never changes under its id',
    status: 200,
    headers: ['ETag'],
    produces: pictures,
    refuses: ['picture-not-found'],
  },
  'catalog-publish-items': { summary: 'Tell the other contexts of every item again', status: 202 },
  'catalog-list-brands': { summary: 'Brands', status: 200 },
  'catalog-create-brand': { summary: 'Add a brand', status: 201, refuses: ['name-taken'] },
  'catalog-list-types': { summary: 'Kinds of items', status: 200 },
  'catalog-create-type': { summary: 'Add a kind of items', status: 201, refuses: ['name-taken'] },

  'basket-get': basket('The caller’s basket at the prices of now', []),
  'basket-replace': basket('Replace all lines', itemLines),
  'basket-clear': { summary: 'Empty the basket', status: 204, refuses: ['basket-changed'] },
  'basket-add-line': basket('Add units of an item', itemLines),
  'basket-set-line': basket('Set the quantity of an item', itemLines),
  'basket-remove-line': basket('Take an item out'),
  'basket-merge': basket('Merge the basket of an anonymous visit', itemLines),
  'basket-accept-prices': basket('Accept all prices that have changed'),
  'basket-checkout': {
    summary: 'Order what is in the basket',
    status: 202,
    headers: ['Location'],
    refuses: ['basket-empty', 'item-unavailable', 'total-too-high', 'price-changed'],
  },

  'ordering-list-orders': { summary: 'The caller’s orders, newest first', status: 200 },
  'ordering-get-order': { summary: 'One of the caller’s orders', status: 200, refuses: ['order-not-found'] },
  'ordering-cancel-order': {
    summary: 'Cancel an order that is not yet paid',
    status: 202,
    headers: ['Location'],
    refuses: ['order-not-found', 'order-not-cancellable'],
  },
  'ordering-stream-orders': {
    summary: 'Changes of the caller’s orders as they happen, as server-sent events',
    status: 200,
    produces: ['text/event-stream'],
    refuses: ['invalid-request', 'too-many-streams'],
  },
  'ordering-ship-order': {
    summary: 'Ship a paid order',
    status: 202,
    headers: ['Location'],
    refuses: ['order-not-found', 'order-not-shippable'],
  },
  'ordering-get-buyer': { summary: 'What the shop remembers of the caller', status: 200 },
  'ordering-erase-buyer': {
    summary: 'Forget the caller: basket, cards and addresses go, orders become anonymous',
    status: 202,
    headers: ['Location'],
    refuses: ['orders-open'],
  },
  'ordering-put-address': {
    summary: 'Save an address under an id of the caller’s making',
    status: 200,
    refuses: ['too-many-addresses', 'address-id-taken'],
  },
  'ordering-remove-address': { summary: 'Remove a saved address', status: 204 },
  'ordering-list-all-orders': { summary: 'Orders of all buyers', status: 200 },
  'ordering-get-any-order': { summary: 'An order of any buyer', status: 200, refuses: ['order-not-found'] },
  'ordering-cancel-any-order': {
    summary: 'Cancel an order of any buyer that is not yet shipped',
    status: 202,
    headers: ['Location'],
    refuses: ['order-not-found', 'order-not-cancellable'],
  },
  'ordering-get-run': { summary: 'The durable run of an order, step by step', status: 200, refuses: ['run-not-found'] },

  'payment-create-card': { summary: 'Exchange a card for a token', status: 201, refuses: ['unsupported-card'] },
  'payment-list-cards': { summary: 'The caller’s cards', status: 200 },
  'payment-delete-card': { summary: 'Forget a card', status: 204 },
  'payment-get-charge': {
    summary: 'What the caller was charged for an order',
    status: 200,
    refuses: ['charge-not-found'],
  },
  'payment-list-ledger': { summary: 'Charges and refunds of all buyers', status: 200 },

  'coupon-quote': { summary: 'What a coupon would take off; nothing is used up', status: 200, refuses: quoteRefusals },
  'coupon-list': { summary: 'Coupons', status: 200 },
  'coupon-create': { summary: 'Add a coupon', status: 201, headers: ['Location'], refuses: ['coupon-exists'] },
  'coupon-get': { summary: 'One coupon', status: 200, headers: ['ETag'], refuses: ['coupon-unknown'] },
  'coupon-change': {
    summary: 'Replace the terms of a coupon',
    status: 200,
    headers: ['ETag'],
    refuses: ['coupon-unknown', 'coupon-changed', 'if-match-missing'],
  },
  'coupon-disable': { summary: 'Disable a coupon', status: 200, headers: ['ETag'], refuses: ['coupon-unknown'] },
  'coupon-enable': { summary: 'Enable a coupon', status: 200, headers: ['ETag'], refuses: ['coupon-unknown'] },
};
