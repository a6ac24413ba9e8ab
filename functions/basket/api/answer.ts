/** Answers with a basket, or with what is in the way. */
import { type Failure, type FieldError, fail } from '../../../shared/http/problems.ts';
import { ok, type Reply } from '../../../shared/http/reply.ts';
import type { BasketDependencies } from '../dependencies.ts';
import { maxLines, maxUnits } from '../domain/basket.ts';
import { type Fault, type FaultCode, isRefusal, type Refusal } from '../domain/fault.ts';
import { type PricedBasket, priceBasket } from '../domain/priced-basket.ts';
import type { StoredBasket } from '../store/baskets.ts';

/** What to do about a fault, and the field that it is in, if it is in one. */
const explanations: Record<FaultCode, { message: string; field?: string }> = {
  'unknown-item': { field: 'itemId', message: 'is no item of this shop' },
  'item-unavailable': { field: 'itemId', message: 'is an item that is no longer sold; take it out' },
  'too-many-units': { field: 'quantity', message: `makes more than ${maxUnits} units of the item` },
  'basket-full': { message: `A basket holds at most ${maxLines} different items.` },
  'basket-empty': { message: 'Put something into the basket first.' },
  'total-too-high': { message: 'Split it into several orders.' },
  'basket-changed': { message: 'Read the basket again and repeat with its ETag.' },
};

const fieldError = ({ code, line }: Fault): FieldError[] => {
  const { field, message } = explanations[code];
  if (field === undefined) return [];
  return [{ field: line === undefined ? field : `lines[${line}].${field}`, message }];
};

/** The failure that names every field that is wrong; the first one gives the code. */
export const refusal = ({ faults }: Refusal): Failure<FaultCode> => {
  const [{ code }] = faults;
  const { field, message } = explanations[code];
  return fail(code, field === undefined ? { detail: message } : { errors: faults.flatMap(fieldError) });
};

/** The basket as the API shows it, under its ETag; or why it is not as asked. */
export const answer = async (
  outcome: StoredBasket | Refusal,
  items: BasketDependencies['items'],
): Promise<Reply<PricedBasket> | Failure<FaultCode>> => {
  if (isRefusal(outcome)) return refusal(outcome);
  const { basket, etag } = outcome;
  return ok(priceBasket(basket, await items.of(basket.lines)), etag === undefined ? {} : { etag });
};
