/** What `npm start` tells a newcomer: what runs where, who can sign in, and how to place an order from another terminal. */
import { relative } from 'node:path';
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

/** A path as one would type it: relative when it lies in the folder. */
const typed = (folder: string, path: string): string => (path.startsWith(folder) ? relative(folder, path) : path);

/** Commands for a shell in the project's folder; a test runs them as they are printed. */
export const tour = (shop: Shop, folder: string): string[] => [
  `KEY=$(cat ${typed(folder, shop.functionKeyFile)}); TOKEN=$(npm run -s token -- alice --issuer ${shop.issuer})`,
  `shop() { curl -sS -H "x-functions-key: $KEY" -H "authorization: Bearer $TOKEN" -H "content-type: application/json" "$@"; echo; }`,
  `shop "${shop.api('catalog')}/catalog/items?pageSize=1"`,
  `ITEM=$(shop "${shop.api('catalog')}/catalog/items?pageSize=1" | sed -E 's/.*"items":\\[\\{"id":"([^"]+)".*/\\1/')`,
  `shop -X PUT ${shop.api('basket')}/basket/baskets/me/lines/$ITEM -d '{"quantity":2}'`,
  `CARD=$(shop ${shop.api('payment')}/payment/cards -H "idempotency-key: card-$RANDOM$RANDOM" -d '{"number":"4242424242424242","holder":"Alice","expiry":{"month":12,"year":2030},"securityCode":"123"}' | sed -E 's/.*"token":"([^"]+)".*/\\1/')`,
  `ORDER=$(shop ${shop.api('basket')}/basket/baskets/me/checkout -H "idempotency-key: order-$RANDOM$RANDOM" -d '{"cardToken":"'$CARD'","address":{"name":"Alice","street":"1 Quay Road","city":"Lerwick","postalCode":"ZE1 0AA","country":"Scotland"}}' | sed -E 's/.*"orderId":"([^"]+)".*/\\1/')`,
  `shop ${shop.api('ordering')}/ordering/orders/$ORDER`,
];
