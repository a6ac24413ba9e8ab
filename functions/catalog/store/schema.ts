/** The tables of the catalog. Ids are UUIDv7 as text; money in minor units; times UTC in ISO 8601. */
import { type Kysely, sql } from 'kysely';
import type { OutboxRow } from '../../../shared/messaging/outbox.ts';
import type { DocumentsTable } from '../../../shared/sql/documents.ts';
import type { Migrations } from '../../../shared/sql/migrate.ts';
import { completeCatalog } from './migration-002.ts';
import { takeNames } from './migration-003.ts';

interface NamedTable {
  id: string;
  name: string;
}

/** The names of brands and types as they are compared: the key decides who of several gets one. */
interface TakenNamesTable {
  kind: 'brands' | 'types';
  name: string;
}

interface ItemsTable {
  id: string;
  /** Raised with every change of the facts, not with the stock. */
  version: number;
  name: string;
  description: string;
  brand_id: string;
  type_id: string;
  price_minor: number;
  currency: string;
  picture_id: string | null;
  available_stock: number;
  restock_threshold: number;
  max_stock: number;
  /** When it was taken off sale. The row stays: orders and their stock go on without it being sold. */
  deleted_at: string | null;
  /** Name and description as `domain/search.ts` compares them. */
  search_text: string;
}

interface PicturesTable {
  /** Digest of the bytes: a picture never changes under its id. */
  id: string;
  content_type: string;
  bytes: Uint8Array;
}

interface ReservationsTable {
  order_id: string;
  status: 'reserved' | 'sold' | 'released' | 'rejected';
  /** JSON of the lines, or of the shortages when rejected. */
  details: string;
}

export interface CatalogTables {
  brands: NamedTable;
  types: NamedTable;
  taken_names: TakenNamesTable;
  items: ItemsTable;
  pictures: PicturesTable;
  reservations: ReservationsTable;
  outbox: OutboxRow;
  /** Answers to idempotent commands, and the outcomes of their effects. */
  answers: DocumentsTable;
}

export const catalogMigrations: Migrations = {
  '001-catalog': {
    up: async (database: Kysely<unknown>) => {
      for (const table of ['brands', 'types']) {
        await database.schema
          .createTable(table)
          .addColumn('id', 'char(36)', (column) => column.primaryKey())
          .addColumn('name', 'varchar(100)', (column) => column.notNull())
          .execute();
      }
      await database.schema
        .createTable('pictures')
        .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('content_type', 'varchar(50)', (column) => column.notNull())
        .addColumn('bytes', 'blob', (column) => column.notNull())
        .execute();
      await database.schema
        .createTable('items')
        .addColumn('id', 'char(36)', (column) => column.primaryKey())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('name', 'varchar(100)', (column) => column.notNull())
        .addColumn('description', 'varchar(1000)', (column) => column.notNull())
        .addColumn('brand_id', 'char(36)', (column) => column.notNull().references('brands.id'))
        .addColumn('type_id', 'char(36)', (column) => column.notNull().references('types.id'))
        .addColumn('price_minor', 'integer', (column) => column.notNull())
        .addColumn('currency', 'char(3)', (column) => column.notNull())
        .addColumn('picture_id', 'varchar(64)', (column) => column.references('pictures.id'))
        .addColumn('available_stock', 'integer', (column) => column.notNull())
        .addColumn('restock_threshold', 'integer', (column) => column.notNull())
        .addColumn('max_stock', 'integer', (column) => column.notNull())
        .addCheckConstraint('items_never_oversold', sql`available_stock >= 0`)
        .execute();
      await database.schema
        .createTable('reservations')
        .addColumn('order_id', 'char(36)', (column) => column.primaryKey())
        .addColumn('status', 'varchar(20)', (column) => column.notNull())
        .addColumn('details', 'text', (column) => column.notNull())
        .execute();
      await database.schema
        .createTable('outbox')
        .addColumn('id', 'char(36)', (column) => column.primaryKey())
        .addColumn('message', 'text', (column) => column.notNull())
        .addColumn('traceparent', 'varchar(55)')
        .execute();
    },
  },
  '002-complete': { up: completeCatalog },
  '003-taken-names': { up: takeNames },
};
