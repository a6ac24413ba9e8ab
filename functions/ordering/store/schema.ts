/** The tables of ordering. Ids are UUIDs as text; money in minor units; times UTC in ISO 8601. */
import type { ColumnType, Kysely } from 'kysely';
import type { OrderStatus } from '../../../shared/contracts/values.ts';
import type { Migrations } from '../../../shared/sql/migrate.ts';
import { countChanges } from './migration-004.ts';

/** A 64-bit integer, which some drivers read as text. */
type Wide = ColumnType<number | string, number, number | string>;

interface OrdersTable {
  id: string;
  buyer_id: string;
  buyer_name: string | null;
  status: OrderStatus;
  currency: string;
  total_minor: Wide;
  /** JSON of the address. */
  address: string;
  submitted_at: string;
  /** What people call the order; null for orders of the first version. */
  number: string | null;
  coupon_code: string | null;
  discount_minor: Wide | null;
  card_brand: string | null;
  card_last4: string | null;
  /** The position of its last change; null while only versions wrote to it that did not count changes. */
  last_position: number | null;
}

interface AddressesTable {
  id: string;
  buyer_id: string;
  /** JSON of the address. */
  address: string;
  saved_at: string;
}

interface OrderLinesTable {
  order_id: string;
  position: number;
  item_id: string;
  name: string;
  picture_url: string | null;
  unit_price_minor: Wide;
  quantity: number;
}

interface OrderHistoryTable {
  order_id: string;
  status: OrderStatus;
  at: string;
  reason_code: string | null;
  reason_text: string | null;
  /** Counts the changes of all orders of a buyer. */
  position: number | null;
}

/** Who raises a buyer's counter is alone with what it counts until their transaction ends. */
interface CounterTable {
  buyer_id: string;
  changes: number;
}

export interface OrderingTables {
  orders: OrdersTable;
  order_lines: OrderLinesTable;
  order_history: OrderHistoryTable;
  addresses: AddressesTable;
  /** How often an address was added. */
  address_books: CounterTable;
  /** How many changes the buyer's orders have had: the position of the last one. */
  change_counters: CounterTable;
}

export const orderingMigrations: Migrations = {
  '001-orders': {
    up: async (database: Kysely<unknown>) => {
      await database.schema
        .createTable('orders')
        .addColumn('id', 'char(36)', (column) => column.primaryKey())
        .addColumn('buyer_id', 'varchar(200)', (column) => column.notNull())
        .addColumn('buyer_name', 'varchar(200)')
        .addColumn('status', 'varchar(30)', (column) => column.notNull())
        .addColumn('currency', 'char(3)', (column) => column.notNull())
        .addColumn('total_minor', 'bigint', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('submitted_at', 'varchar(30)', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('orders_by_buyer')
        .on('orders')
        .columns(['buyer_id', 'submitted_at', 'id'])
        .execute();
      await database.schema
        .createTable('order_lines')
        .addColumn('order_id', 'char(36)', (column) => column.notNull().references('orders.id'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('item_id', 'char(36)', (column) => column.notNull())
        .addColumn('name', 'varchar(200)', (column) => column.notNull())
        .addColumn('picture_url', 'varchar(500)')
        .addColumn('unit_price_minor', 'bigint', (column) => column.notNull())
        .addColumn('quantity', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('order_lines_key', ['order_id', 'position'])
        .execute();
      await database.schema
        .createTable('order_history')
        .addColumn('order_id', 'char(36)', (column) => column.notNull().references('orders.id'))
        .addColumn('status', 'varchar(30)', (column) => column.notNull())
        .addColumn('at', 'varchar(30)', (column) => column.notNull())
        .addColumn('reason_code', 'varchar(50)')
        .addColumn('reason_text', 'varchar(500)')
        .addPrimaryKeyConstraint('order_history_key', ['order_id', 'status'])
        .execute();
    },
  },
  '002-coupons-cards-addresses': {
    up: async (database: Kysely<unknown>) => {
      const added = {
        number: 'varchar(12)',
        coupon_code: 'varchar(40)',
        discount_minor: 'bigint',
        card_brand: 'varchar(30)',
        card_last4: 'char(4)',
      } as const;
      for (const [name, type] of Object.entries(added))
        await database.schema.alterTable('orders').addColumn(name, type).execute();
      await database.schema.createIndex('orders_by_number').on('orders').column('number').execute();
      await database.schema
        .createIndex('orders_by_status')
        .on('orders')
        .columns(['status', 'submitted_at', 'id'])
        .execute();
      await database.schema
        .createTable('addresses')
        .addColumn('id', 'char(36)', (column) => column.primaryKey())
        .addColumn('buyer_id', 'varchar(200)', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('saved_at', 'varchar(30)', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('addresses_by_buyer')
        .on('addresses')
        .columns(['buyer_id', 'saved_at', 'id'])
        .execute();
    },
  },
  '003-positions': {
    up: async (database: Kysely<unknown>) => {
      await database.schema.alterTable('orders').addColumn('last_position', 'integer').execute();
      await database.schema.alterTable('order_history').addColumn('position', 'integer').execute();
      await database.schema
        .createIndex('orders_by_position')
        .on('orders')
        .columns(['buyer_id', 'last_position'])
        .execute();
    },
  },
  '004-change-counters': { up: countChanges },
  '005-address-books': {
    up: async (database: Kysely<unknown>) => {
      await database.schema
        .createTable('address_books')
        .addColumn('buyer_id', 'varchar(200)', (column) => column.primaryKey())
        .addColumn('changes', 'integer', (column) => column.notNull())
        .execute();
    },
  },
};
