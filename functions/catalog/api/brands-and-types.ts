/** GET and POST catalog/brands and catalog/types: what items are filed under and can be filtered by. */
import { v7 } from 'uuid';
import * as z from 'zod';
import { Named } from '../../../shared/contracts/values.ts';
import { commandKey } from '../../../shared/http/idempotency.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { Name } from './facts.ts';

const New = z.strictObject({ name: Name });

const creator = (kind: 'brands' | 'types') =>
  route(
    { access: 'operator', idempotent: true, body: New, answer: Named },
    async ({ body: { name }, caller, idempotencyKey }, catalog) => {
      const command = commandKey([`create-${kind}`, caller.id, idempotencyKey]);
      const named = await catalog[kind].create({ id: v7(), name }, command);
      if (typeof named !== 'string') return { status: 201, body: named };
      return fail(named, { errors: [{ field: 'name', message: 'is taken' }] });
    },
  );

const Names = z.array(Named);

export const listBrands = route({ access: 'anyone', answer: z.object({ brands: Names }) }, async (_call, { brands }) =>
  ok({ brands: await brands.list() }),
);
export const listTypes = route({ access: 'anyone', answer: z.object({ types: Names }) }, async (_call, { types }) =>
  ok({ types: await types.list() }),
);
export const createBrand = creator('brands');
export const createType = creator('types');
