import { expect, test } from 'vitest';
import { openSql } from '../../../shared/sql/database.ts';
import { migrate } from '../../../shared/sql/migrate.ts';
import { openOrders } from './orders.ts';
import { type OrderingTables, orderingMigrations } from './schema.ts';

const orderId = '01940001-0000-5000-8000-000000000000';

test('in a store that is in use the changes of a buyer are counted on from the last one', async () => {
  const database = await openSql<OrderingTables>('sqlite::memory:');
  const upTo = (name: string) => Object.fromEntries(Object.entries(orderingMigrations).filter(([one]) => one < name));
  await migrate(database, 'ordering', upTo('004'));
  const order = { id: orderId, buyer_id: 'alice', status: 'Submitted', currency: 'USD', total_minor: 1 } as const;
  await database
    .insertInto('orders')
    .values({ ...order, address: '{}', submitted_at: '2030-01-01T00:00:00.000Z', last_position: 7 })
    .execute();

  expect(await migrate(database, 'ordering', upTo('005'))).toEqual(['004-change-counters']);
  const orders = openOrders(database);
  expect(await Promise.all([orders.lastPosition('alice'), orders.lastPosition('bob')])).toEqual([7, 0]);
  await orders.advance(orderId, { status: 'Cancelled', at: '2030-01-01T00:01:00.000Z' });
  expect(await orders.changesAfter('alice', 7)).toMatchObject([{ position: 8, status: 'Cancelled' }]);
  await database.destroy();
});
