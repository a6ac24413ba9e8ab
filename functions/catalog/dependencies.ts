/** What the catalog's functions work with, put together from the settings at first use. */
import type { Answer } from '../../shared/http/idempotency.ts';
import { createTokenVerifier } from '../../shared/identity/verifier.ts';
import { lazy } from '../../shared/lifecycle/lazy.ts';
import { openBus } from '../../shared/messaging/bus.ts';
import { relayOutbox } from '../../shared/messaging/outbox.ts';
import { publisher } from '../../shared/messaging/publish.ts';
import { loadSettings } from '../../shared/settings/settings.ts';
import { openSql } from '../../shared/sql/database.ts';
import { openSqlDocuments } from '../../shared/sql/documents.ts';
import { CatalogSettings } from './settings.ts';
import { openBrandsAndTypes } from './store/brands-and-types.ts';
import { openItems } from './store/items.ts';
import { openOutbox } from './store/outbox.ts';
import type { CatalogTables } from './store/schema.ts';
import { openStock } from './store/stock.ts';
import { openStockLevels } from './store/stock-levels.ts';

export const settings = loadSettings(CatalogSettings);

/** Opened at the first use, whether or not the store can be. */
export const bus = openBus(settings);

export const dependencies = lazy(async () => {
  const database = await openSql<CatalogTables>(settings.CATALOG_STORE);
  const publish = publisher(bus);
  return {
    verifyToken: createTokenVerifier(settings),
    answers: openSqlDocuments<Answer, CatalogTables>(database, 'answers'),
    items: openItems(database),
    ...openBrandsAndTypes(database),
    stock: openStock(database),
    stockLevels: openStockLevels(database),
    bus,
    publish,
    /** Sends the events that wait in the outbox; returns how many. */
    relay: () => relayOutbox(openOutbox(database), publish),
    /** Reads a little, to see whether the store answers. */
    readStore: () => database.selectFrom('items').select('id').limit(1).execute(),
    /** Milliseconds since the epoch. */
    now: Date.now,
  };
});

export type Catalog = Awaited<ReturnType<typeof dependencies>>;
