/** POST catalog/items/{itemId}/restock: a delivery came in. Units beyond the maximum are not taken; `added` says how many were. */
import * as z from 'zod';
import { commandKey } from '../../../shared/http/idempotency.ts';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { ItemParams, maxUnits } from './facts.ts';
import { StockView, stockView } from './stock-view.ts';

const Delivery = z.int().min(1).max(maxUnits);

export const restock = route(
  {
    access: 'operator',
    idempotent: true,
    params: ItemParams,
    body: z.strictObject({ quantity: Delivery }),
    answer: StockView.extend({ added: z.int() }),
  },
  async ({ params: { itemId }, body: { quantity }, caller, idempotencyKey }, { stockLevels }) => {
    const command = commandKey(['restock', itemId, caller.id, idempotencyKey]);
    const restocked = await stockLevels.restock(itemId, quantity, command);
    if (typeof restocked === 'string') return fail(restocked);
    return ok({ ...(await stockView(itemId, restocked.level, stockLevels)), added: restocked.added });
  },
);
