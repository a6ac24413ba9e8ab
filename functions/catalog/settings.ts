/** What the catalog must be told to run. */
import * as z from 'zod';
import { IdentitySettings } from '../../shared/identity/settings.ts';
import { MessagingSettings } from '../../shared/messaging/settings.ts';
import { SqlStore } from '../../shared/sql/database.ts';

export const CatalogSettings = z.object({
  ...IdentitySettings.shape,
  ...MessagingSettings.shape,
  CATALOG_STORE: SqlStore,
  /** NCRONTAB schedule on which events are sent that could not be sent at once. */
  CATALOG_RELAY_SCHEDULE: z.string('Use an NCRONTAB schedule, e.g. */10 * * * * * for every ten seconds.').min(1),
});
export type CatalogSettings = z.output<typeof CatalogSettings>;
