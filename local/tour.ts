/** What `npm start` tells a newcomer: what runs where, who can sign in, and how to place an order from another terminal. */
import { seededUsers } from './identity/seed.ts';
import { appNames, type Shop } from './shop.ts';

const row = (name: string, address: string, note: string): string => `  ${name.padEnd(10)}${address.padEnd(40)}${note}`;

const notes: Record<(typeof appNames)[number], string> = {
  catalog: 'items, pictures, stock',
  basket: 'one basket per buyer',
  ordering: 'orders and the saga that sees them through',
  payment: 'card tokens, charges, refunds',
  coupon: 'coupons and who has used them',
};

/** The table of addresses. */
export const addresses = (shop: Shop): string =>
  [
    row('gateway', shop.gateway, 'the one address that people use: storefront, and the API below /api'),
    ...appNames.map((name) => row(name, `${shop.api(name)}/${name}`, notes[name])),
    row('identity', shop.issuer, 'OpenID Connect: sign-in, tokens'),
    row('broker', shop.brokerAdmin, 'Service Bus: /health, /entities'),
  ].join('\n');

/** The users that every new shop has. */
export const people = (): string =>
  seededUsers
    .map(({ username, password, roles }) =>
      row(username, password, roles.includes('shop.operator') ? 'operator' : 'shopper'),
    )
    .join('\n');

/** Commands for a shell in the project's folder; a test runs them as they are printed. */
export const tour = ({ gateway, issuer }: Shop): string[] => [
  `TOKEN=$(npm run -s token -- alice --issuer ${issuer})`,
  `shop() { curl -sS -H "authorization: Bearer $TOKEN" -H "content-type: application/json" "$@"; echo; }`,
  `shop "${gateway}/api/catalog/items?pageSize=1"`,
  `ITEM=$(shop "${gateway}/api/catalog/items?pageSize=1" | sed -E 's/.*"items":\\[\\{"id":"([^"]+)".*/\\1/')`,
  `shop -X PUT ${gateway}/api/basket/baskets/me/lines/$ITEM -d '{"quantity":2}'`,
  `CARD=$(shop ${gateway}/api/payment/cards -H "idempotency-key: card-$RANDOM$RANDOM" -d '{"number":"4242424242424242","holder":"Alice","expiry":{"month":12,"year":2030},"securityCode":"123"}' | sed -E 's/.*"token":"([^"]+)".*/\\1/')`,
  `ORDER=$(shop ${gateway}/api/basket/baskets/me/checkout -H "idempotency-key: order-$RANDOM$RANDOM" -d '{"cardToken":"'$CARD'","address":{"name":"Alice","street":"1 Quay Road","city":"Lerwick","postalCode":"ZE1 0AA","country":"Scotland"}}' | sed -E 's/.*"orderId":"([^"]+)".*/\\1/')`,
  `shop ${gateway}/api/ordering/orders/$ORDER`,
];
