/** GET coupon/health: whether coupon can reach its store, the bus and the identity provider. */
import { healthRoute, surroundings } from '../../../shared/http/health.ts';
import { bus, dependencies, settings } from '../dependencies.ts';

export const getHealth = healthRoute({
  store: async () => (await dependencies()).coupons.find('health'),
  ...surroundings(bus, settings),
});
