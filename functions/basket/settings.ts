/** What the basket must be told to run. */
import * as z from 'zod';
import { DocumentStoreSetting } from '../../shared/documents/open.ts';
import { IdentitySettings } from '../../shared/identity/settings.ts';
import { MessagingSettings } from '../../shared/messaging/settings.ts';

export const BasketSettings = z.object({
  ...IdentitySettings.shape,
  ...MessagingSettings.shape,
  BASKET_STORE: DocumentStoreSetting,
});
export type BasketSettings = z.output<typeof BasketSettings>;
