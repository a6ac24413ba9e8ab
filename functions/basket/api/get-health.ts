/** GET basket/health: whether the basket can reach its store, the bus and the identity provider. */
import { healthRoute, surroundings } from '../../../shared/http/health.ts';
import { bus, dependencies, settings } from '../dependencies.ts';

export const getHealth = healthRoute({
  store: async () => (await dependencies()).readStore(),
  ...surroundings(bus, settings),
});
