/** GET catalog/brands and catalog/types: what items can be filtered by. */
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';

export const listBrands = route({ access: 'anyone' }, async (_call, { items }) => ok({ brands: await items.brands() }));

export const listTypes = route({ access: 'anyone' }, async (_call, { items }) => ok({ types: await items.types() }));
