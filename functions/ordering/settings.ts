/** What ordering must be told to run. */
import * as z from 'zod';
import { IdentitySettings } from '../../shared/identity/settings.ts';
import { MessagingSettings } from '../../shared/messaging/settings.ts';
import { numberSetting } from '../../shared/settings/settings.ts';
import { SqlStore } from '../../shared/sql/database.ts';

export const OrderingSettings = z.object({
  ...IdentitySettings.shape,
  ...MessagingSettings.shape,
  ORDERING_STORE: SqlStore,
  /** How long a buyer can think better of an order before anything is done for it. */
  ORDERING_GRACE_SECONDS: numberSetting(60, { max: 86_400 }),
  /** How long a run waits for an answer of another context before it asks again. */
  ORDERING_ANSWER_SECONDS: numberSetting(60, { min: 0.1, max: 86_400 }),
  /** How often a run asks before it gives up and cancels the order. */
  ORDERING_ASK_ATTEMPTS: numberSetting(5, { min: 1, max: 100 }),
  /** For how many days the history of a finished run is kept. */
  ORDERING_KEEP_RUNS_DAYS: numberSetting(30, { min: 1, max: 3650 }),
  /** After how many minutes an order that is not yet paid is reported, and after how many hours one that is not yet shipped. */
  ORDERING_LATE_MINUTES: numberSetting(30, { min: 1 }),
  ORDERING_SHIP_LATE_HOURS: numberSetting(72, { min: 1 }),
});
export type OrderingSettings = z.output<typeof OrderingSettings>;
