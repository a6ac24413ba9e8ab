/** How much a coupon takes off. All amounts are integer minor units. */

export type Discount = { kind: 'fixed'; amountMinor: number } | { kind: 'percentage'; percent: number };

/**
 * What is taken off a subtotal, never more than the subtotal. A percentage is taken of the whole subtotal, not of each line, and
 * rounded half up to the minor unit.
 * @param subtotalMinor at most 10^9, so that a hundred times of it is still exact
 */
export const discountOf = (discount: Discount, subtotalMinor: number): number =>
  discount.kind === 'fixed'
    ? Math.min(discount.amountMinor, subtotalMinor)
    : Math.floor((subtotalMinor * discount.percent + 50) / 100);

/**
 * Splits a discount over the totals of lines in proportion, so that the parts add up to it: each part is rounded down, and the units
 * left over go to the largest remainders, of equal ones to the first. No part is more than its line.
 * @param discountMinor at most the sum of the lines
 */
export const splitDiscount = (discountMinor: number, linesMinor: readonly number[]): number[] => {
  const sum = BigInt(linesMinor.reduce((total, line) => total + line, 0));
  if (sum === 0n) return linesMinor.map(() => 0);
  const shares = linesMinor.map((line, index) => {
    const share = BigInt(discountMinor) * BigInt(line);
    return { index, part: Number(share / sum), remainder: share % sum };
  });
  const left = discountMinor - shares.reduce((total, { part }) => total + part, 0);
  const byRemainder = shares.toSorted((a, b) => (a.remainder === b.remainder ? 0 : a.remainder > b.remainder ? -1 : 1));
  const favoured = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return shares.map(({ index, part }) => part + (favoured.has(index) ? 1 : 0));
};
