/** The coupons of a new shop: those of the reference store, and one for every way in which a coupon can be limited. */
import type { Terms } from '../domain/coupon.ts';

const common = {
  currency: 'USD',
  minimumSubtotalMinor: 0,
  validFrom: null,
  validUntil: null,
  totalLimit: 100,
  perBuyerLimit: 1,
} as const;

const dollarsOff = (dollars: number): [string, Terms] => [
  `DISC-${dollars}`,
  { ...common, description: `$${dollars} off`, discount: { kind: 'fixed', amountMinor: dollars * 100 } },
];

/** Terms by code. */
export const seededCoupons: ReadonlyMap<string, Terms> = new Map<string, Terms>([
  ...[5, 10, 15, 20, 25, 30].map(dollarsOff),
  ['CREW-10', { ...common, description: '10 % off for the crew', discount: { kind: 'percentage', percent: 10 } }],
  [
    'BIG-HAUL',
    {
      ...common,
      description: '$12 off orders of $50 or more',
      discount: { kind: 'fixed', amountMinor: 1200 },
      minimumSubtotalMinor: 5000,
    },
  ],
  [
    'SUMMER-2025',
    {
      ...common,
      description: '20 % off in summer 2025',
      discount: { kind: 'percentage', percent: 20 },
      validFrom: '2025-06-01T00:00:00.000Z',
      validUntil: '2025-09-01T00:00:00.000Z',
    },
  ],
]);
