/** Says which prices have changed since the shopper last saw them. */
import { type Failure, type FieldError, fail } from '../../../shared/http/problems.ts';
import type { PricedBasket } from '../domain/priced-basket.ts';

/** Prices in minor units, each in the place of its line. */
export const priceChanged = ({ lines, subtotalMinor }: PricedBasket): Failure<'price-changed'> => {
  const changes = lines.flatMap((line, index): FieldError[] => {
    if (!line.available || line.previousUnitPriceMinor === null) return [];
    const message = `was ${line.previousUnitPriceMinor}, is now ${line.unitPriceMinor}`;
    return [{ field: `lines[${index}].unitPriceMinor`, message }];
  });
  return fail('price-changed', {
    detail: 'Read the basket again, show it to the shopper, and repeat with the new subtotal.',
    errors: [{ field: 'expectedTotalMinor', message: `is now ${subtotalMinor}` }, ...changes],
  });
};
