/** GET basket/health: whether the basket can reach its store. */
import { healthRoute } from '../../../shared/http/health.ts';
import { dependencies } from '../dependencies.ts';

export const getHealth = healthRoute({ store: async () => (await dependencies()).readStore() });
