/** GET ordering/health: whether ordering can reach its store. */
import { healthRoute } from '../../../shared/http/health.ts';
import { dependencies } from '../dependencies.ts';

export const getHealth = healthRoute({
  store: async () => (await dependencies()).orders.status('00000000-0000-7000-8000-000000000000'),
});
