/** The steps of the checkout, as they stand in the address bar. */

export const steps = ['delivery', 'payment', 'review'] as const;
export type Step = (typeof steps)[number];

export interface CheckoutSearch {
  step?: Step;
}

export const parseCheckoutSearch = ({ step }: Record<string, unknown>): CheckoutSearch => {
  const known = steps.find((one) => one === step);
  return known === undefined ? {} : { step: known };
};
