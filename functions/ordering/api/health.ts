/** GET ordering/health. */
import { health } from '../../../shared/http/health.ts';
import { route } from '../routes.ts';

export const orderingHealth = route({ access: 'anyone' }, ({ context }, { orders }) =>
  health({ store: () => orders.status('00000000-0000-7000-8000-000000000000') }, (failure) => context.warn(failure)),
);
