/** A shop whose tokens a test makes itself: as many people as it likes, without signing each of them in. */
import type { ShopOptions } from '../../local/shop.ts';
import { startTestIssuer } from '../../shared/identity/test-issuer.ts';
import { type Customer, openTestShop, type TestShop } from './shop.ts';

export interface CrowdedShop extends TestShop {
  /** Somebody with that id, who may use every part of the shop. */
  buyer(id: string): Promise<Customer>;
  operator(): Promise<Customer>;
  operatorToken(): Promise<string>;
}

const scope = 'openid catalog basket ordering payment coupon';
const validSeconds = 12 * 3600;

/** Starts the shop with an issuer of its own; one host for all apps unless asked otherwise. */
export const openCrowdedShop = async (options: Partial<ShopOptions> = {}): Promise<CrowdedShop> => {
  const issuer = await startTestIssuer();
  const shop = await openTestShop({
    hosts: 'one',
    ...options,
    env: { IDENTITY_ISSUER: issuer.issuer, ...options.env },
  });
  const tokenOf = (sub: string, roles: readonly string[] = []) => {
    const exp = Math.floor(Date.now() / 1000) + validSeconds;
    return issuer.token({ sub, name: `Customer ${sub}`, roles, scope, exp });
  };
  const operatorToken = () => tokenOf('the-operator', ['shop.operator']);
  return {
    ...shop,
    buyer: async (id) => shop.withToken(await tokenOf(id)),
    operator: async () => shop.withToken(await operatorToken()),
    operatorToken,
    close: async () => {
      await shop.close();
      await issuer.stop();
    },
  };
};
