/** GET payment/health: whether the store answers. */
import { health } from '../../../shared/http/health.ts';
import { route } from '../routes.ts';

export const getHealth = route({ access: 'anyone' }, ({ context }, { charges }) =>
  health({ store: () => charges.get('health') }, (message) => context.warn(message)),
);
