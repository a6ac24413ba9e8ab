/** GET basket/health: whether the basket can reach its store. */
import { health } from '../../../shared/http/health.ts';
import { route } from '../routes.ts';

export const getHealth = route({ access: 'anyone' }, async ({ context }, { readStore }) =>
  health({ store: readStore }, (message) => context.error(message)),
);
