/** The shop on the stores that it has in Azure: baskets in a real Redis, cards, charges and coupons behind the real Cosmos DB SDK. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCosmos, type TestCosmos } from './support/cosmos.ts';
import { haveRedis, startRedis, type TestRedis } from './support/redis.ts';
import { openTestShop, type TestShop } from './support/shop.ts';
import { addCard, checkOut, itemInStock, orderBecomes, putInBasket } from './support/shopping.ts';

describe.skipIf(!haveRedis())('on Redis (needs redis-server) and Cosmos DB', () => {
  let redis: TestRedis;
  let cosmos: TestCosmos;
  let shop: TestShop;

  beforeAll(async () => {
    [redis, cosmos] = await Promise.all([startRedis(), startCosmos()]);
    const [PAYMENT_STORE, COUPON_STORE] = await Promise.all([cosmos.createContainer(), cosmos.createContainer()]);
    const env = { BASKET_STORE: `${redis.url}?prefix=basket`, PAYMENT_STORE, COUPON_STORE };
    shop = await openTestShop({ env });
  });
  afterAll(async () => {
    await shop?.close();
    await Promise.all([redis?.close(), cosmos?.close()]);
  });

  test('an order is paid, and what it left is where the settings say', async () => {
    const alice = await shop.signIn('alice');
    const mug = await itemInStock(alice);
    await putInBasket(alice, mug.id, 2);
    expect(redis.cli('keys', '{basket:baskets}:*')).not.toBe('');
    const before = cosmos.requests();
    const orderId = await checkOut(alice, await addCard(alice));
    await orderBecomes(alice, orderId, 'Paid', 'Cancelled');
    const charge = await alice('payment', `GET charges/${orderId}`);
    expect(charge.body).toMatchObject({ status: 'charged', amountMinor: 2 * mug.priceMinor });
    expect(cosmos.requests()).toBeGreaterThan(before);
  });
});
