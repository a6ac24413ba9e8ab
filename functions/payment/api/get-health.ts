/** GET payment/health: whether payment can reach its store, the bus and the identity provider. */
import { healthRoute, surroundings } from '../../../shared/http/health.ts';
import { bus, dependencies, settings } from '../dependencies.ts';

export const getHealth = healthRoute({
  store: async () => (await dependencies()).charges.get('health'),
  ...surroundings(bus, settings),
});
