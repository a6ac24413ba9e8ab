/** GET payment/health: whether payment can reach its store. */
import { healthRoute } from '../../../shared/http/health.ts';
import { dependencies } from '../dependencies.ts';

export const getHealth = healthRoute({ store: async () => (await dependencies()).charges.get('health') });
