/** What the catalog's functions work with, put together from the settings at first use. */
import { createTokenVerifier } from '../../shared/identity/verifier.ts';
import { lazy } from '../../shared/lifecycle/lazy.ts';
import { openBus } from '../../shared/messaging/bus.ts';
import { publisher } from '../../shared/messaging/publish.ts';
import { loadSettings } from '../../shared/settings/settings.ts';
import { openSql } from '../../shared/sql/database.ts';
import { CatalogSettings } from './settings.ts';
import type { CatalogTables } from './store/schema.ts';

const settings = loadSettings(CatalogSettings);

export const dependencies = lazy(async () => {
  const [{ openItems }, { openStock }, { openOutbox }, { relayOutbox }] = await Promise.all([
    import('./store/items.ts'),
    import('./store/stock.ts'),
    import('./store/outbox.ts'),
    import('../../shared/messaging/outbox.ts'),
  ]);
  const database = await openSql<CatalogTables>(settings.CATALOG_STORE);
  const bus = openBus(settings);
  const publish = publisher(bus);
  return {
    verifyToken: createTokenVerifier(settings),
    items: openItems(database),
    stock: openStock(database),
    bus,
    publish,
    /** Sends the events that wait in the outbox; returns how many. */
    relay: () => relayOutbox(openOutbox(database), publish),
  };
});

export type Catalog = Awaited<ReturnType<typeof dependencies>>;
