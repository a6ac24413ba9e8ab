/** What ordering's functions work with, put together from the settings at first use. */
import { createTokenVerifier } from '../../shared/identity/verifier.ts';
import { lazy } from '../../shared/lifecycle/lazy.ts';
import { openBus } from '../../shared/messaging/bus.ts';
import { publisher } from '../../shared/messaging/publish.ts';
import { loadSettings } from '../../shared/settings/settings.ts';
import { openSql } from '../../shared/sql/database.ts';
import { OrderingSettings } from './settings.ts';
import type { OrderingTables } from './store/schema.ts';

export const settings = loadSettings(OrderingSettings);

/** Opened at the first use, whether or not the store can be. */
export const bus = openBus(settings);

export const dependencies = lazy(async () => {
  const [{ openOrders }, { openAddresses }] = await Promise.all([
    import('./store/orders.ts'),
    import('./store/addresses.ts'),
  ]);
  const database = await openSql<OrderingTables>(settings.ORDERING_STORE);
  return {
    verifyToken: createTokenVerifier(settings),
    orders: openOrders(database),
    addresses: openAddresses(database),
    bus,
    publish: publisher(bus),
    now: Date.now,
  };
});

export type Ordering = Awaited<ReturnType<typeof dependencies>>;
