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

export const dependencies = lazy(async () => {
  const { openOrders } = await import('./store/orders.ts');
  const bus = openBus(settings);
  return {
    verifyToken: createTokenVerifier(settings),
    orders: openOrders(await openSql<OrderingTables>(settings.ORDERING_STORE)),
    bus,
    publish: publisher(bus),
  };
});

export type Ordering = Awaited<ReturnType<typeof dependencies>>;
