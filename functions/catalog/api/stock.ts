/** GET and PUT catalog/items/{itemId}/stock: an operator reads the stock figures of an item and sets its limits. */
import * as z from 'zod';
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';
import { fits, ItemParams, mustFit, Units } from './facts.ts';
import { StockView, stockView } from './stock-view.ts';

const Limits = z.strictObject({ restockThreshold: Units, maxStock: Units }).refine(fits, mustFit);

export const getStock = route(
  { access: 'operator', params: ItemParams, answer: StockView },
  async ({ params: { itemId } }, { stockLevels }) => {
    const level = await stockLevels.get(itemId);
    return level ? ok(await stockView(itemId, level, stockLevels)) : fail('item-not-found');
  },
);

export const setStock = route(
  { access: 'operator', params: ItemParams, body: Limits, answer: StockView },
  async ({ params: { itemId }, body }, { stockLevels }) => {
    const level = (await stockLevels.setLimits(itemId, body)) && (await stockLevels.get(itemId));
    return level ? ok(await stockView(itemId, level, stockLevels)) : fail('item-not-found');
  },
);
