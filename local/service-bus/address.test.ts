import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';

test.each([
  ['orders', 'orders', false],
  ['/orders', 'orders', false],
  ['sb://127.0.0.1/orders', 'orders', false],
  ['sb://127.0.0.1:5673/events/Subscriptions/basket', 'events/Subscriptions/basket', false],
  ['amqps://host/a%2Fb/', 'a/b', false],
  ['orders/$management', 'orders', true],
  ['events/Subscriptions/basket/$DeadLetterQueue/$Management', 'events/Subscriptions/basket/$DeadLetterQueue', true],
  ['$cbs', '$cbs', false],
  ['sb://host/', '', false],
  ['100%', '100%', false],
])('%s is the address of %s', (address, path, management) => {
  expect(parseAddress(address)).toEqual({ path, management });
});
