/** What payment must be told to run. */
import * as z from 'zod';
import { DocumentStoreSetting } from '../../shared/documents/open.ts';
import { IdentitySettings } from '../../shared/identity/settings.ts';
import { MessagingSettings } from '../../shared/messaging/settings.ts';

export const PaymentSettings = z.object({
  ...IdentitySettings.shape,
  ...MessagingSettings.shape,
  PAYMENT_STORE: DocumentStoreSetting,
});
export type PaymentSettings = z.output<typeof PaymentSettings>;
