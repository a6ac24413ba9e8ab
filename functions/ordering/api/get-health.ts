/** GET ordering/health: whether ordering can reach its store, the bus and the identity provider. */
import { healthRoute, surroundings } from '../../../shared/http/health.ts';
import { bus, dependencies, settings } from '../dependencies.ts';

export const getHealth = healthRoute({
  store: async () => (await dependencies()).orders.status('00000000-0000-7000-8000-000000000000'),
  ...surroundings(bus, settings),
});
