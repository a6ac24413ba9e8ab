/** What coupon must be told to run. */
import * as z from 'zod';
import { DocumentStoreSetting } from '../../shared/documents/open.ts';
import { IdentitySettings } from '../../shared/identity/settings.ts';
import { MessagingSettings } from '../../shared/messaging/settings.ts';

export const CouponSettings = z.object({
  ...IdentitySettings.shape,
  ...MessagingSettings.shape,
  COUPON_STORE: DocumentStoreSetting,
});
