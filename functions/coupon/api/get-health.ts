/** GET coupon/health: whether the store answers. */
import { health } from '../../../shared/http/health.ts';
import { route } from '../routes.ts';

export const getHealth = route({ access: 'anyone' }, ({ context }, { coupons }) =>
  health({ store: () => coupons.find('health') }, (message) => context.warn(message)),
);
