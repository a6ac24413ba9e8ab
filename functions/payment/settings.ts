/** What payment must be told to run. */
import * as z from 'zod';
import { DocumentStoreSetting } from '../../shared/documents/open.ts';
import { IdentitySettings } from '../../shared/identity/settings.ts';
import { MessagingSettings } from '../../shared/messaging/settings.ts';
import { numberSetting } from '../../shared/settings/settings.ts';

export const PaymentSettings = z.object({
  ...IdentitySettings.shape,
  ...MessagingSettings.shape,
  PAYMENT_STORE: DocumentStoreSetting,
  /** How long the provider may take for an answer before it is asked again. */
  PAYMENT_PROVIDER_SECONDS: numberSetting(10, { min: 0.1, max: 60 }),
  /** How long the simulated provider takes for the test card that answers late. */
  PAYMENT_SIMULATED_LATE_SECONDS: numberSetting(5, { max: 60 }),
});
export type PaymentSettings = z.output<typeof PaymentSettings>;
