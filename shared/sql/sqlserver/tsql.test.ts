import * as kysely from 'kysely';
import { expect, test } from 'vitest';
import { ifAbsent, page } from '../dialect.ts';
import { tsqlCompiler } from './tsql.ts';

interface Tables {
  pins: { shop: string; id: string; name: string | null; count: number };
}

const Compiler = tsqlCompiler(kysely);
const database = new kysely.Kysely<Tables>({
  dialect: {
    createAdapter: () => new kysely.MssqlAdapter(),
    createDriver: () => new kysely.DummyDriver(),
    createIntrospector: (database) => new kysely.MssqlIntrospector(database),
    createQueryCompiler: () => new Compiler(),
  },
});
const pins = database.selectFrom('pins').select('id');

test('a page is offset and fetch', () => {
  const { sql, parameters } = page(pins.orderBy('id'), { pageIndex: 2, pageSize: 10 }).compile();
  expect(sql).toBe('select [id] from [pins] order by [id] offset @p1 rows fetch next @p2 rows only');
  expect(parameters).toEqual([20, 10]);
});

test('a limit alone is top', () => {
  expect(pins.limit(3).compile().sql).toBe('select top(3) [id] from [pins]');
});

test('an insert if absent may take a value from another query', () => {
  const count = database.selectFrom('pins').select('count').where('id', '=', 'a');
  const row = { shop: 'a', id: 'b', name: null, count };
  expect(ifAbsent(database.insertInto('pins').values(row), ['id']).compile().sql).toBe(
    'insert into [pins] ([shop], [id], [name], [count]) select @p1, @p2, null, (select [count] from [pins] where [id] = @p3) where not exists (select 1 from [pins] where [id] = @p4)',
  );
});

test('an insert if absent asks for its key, of however many columns', () => {
  const row = { shop: 'a', id: 'b', name: null, count: 3 };
  const { sql, parameters } = ifAbsent(database.insertInto('pins').values(row), ['shop', 'id']).compile();
  expect(sql).toBe(
    'insert into [pins] ([shop], [id], [name], [count]) select @p1, @p2, null, @p3 where not exists (select 1 from [pins] where [shop] = @p4 and [id] = @p5)',
  );
  expect(parameters).toEqual(['a', 'b', 3, 'a', 'b']);
});

test('a null is no parameter, so it fits every column', () => {
  const { sql } = database.updateTable('pins').set({ name: null }).where('count', '=', 1).compile();
  expect(sql).toBe('update [pins] set [name] = null where [count] = @p1');
});

test('texts are Unicode and compare by code point', () => {
  const { sql } = database.schema
    .createTable('pins')
    .addColumn('id', 'char(36)', (column) => column.primaryKey())
    .addColumn('name', 'varchar(200)', (column) => column.defaultTo("o'é"))
    .addColumn('story', 'varchar(5000)')
    .addColumn('notes', 'text')
    .addColumn('picture', 'blob')
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('price', 'bigint')
    .compile();
  const collated = (type: string) => `${type} collate Latin1_General_100_BIN2`;
  expect(sql).toBe(
    `create table [pins] ([id] ${collated('char(36)')} primary key, [name] ${collated('nvarchar(200)')} default N'o''é', [story] ${collated('nvarchar(max)')}, [notes] ${collated('nvarchar(max)')}, [picture] varbinary(max), [count] int not null, [price] bigint)`,
  );
});

test.each<[string, () => kysely.Compilable]>([
  ['page of a query without offset and order', () => pins.limit(3).offset(3)],
  ['returning', () => database.deleteFrom('pins').returning('id')],
  ['for other than one row', () => ifAbsent(database.insertInto('pins').values([]), ['id'])],
  [
    'do nothing',
    () =>
      database
        .insertInto('pins')
        .values({ shop: 'a', id: 'b', name: null, count: 1 })
        .onConflict((on) => on.doNothing()),
  ],
  ['boolean literals', () => pins.where((where) => where.lit(true))],
  ['if not exists', () => database.schema.createTable('pins').ifNotExists().addColumn('id', 'integer')],
  ['boolean', () => database.schema.createTable('pins').addColumn('id', 'boolean')],
  ['limit of an update or delete', () => database.deleteFrom('pins').limit(1)],
])('T-SQL without words for it is refused: %s', (problem, query) => {
  expect(() => query().compile()).toThrow(problem);
});
