import { expect, test } from 'vitest';
import { brokenRules } from './tsql-rules.ts';

test.each([
  'select * from [a] limit @p1',
  'insert into [a] ([b]) values (@p1) returning [b]',
  'insert into [a] ([b]) values (@p1) on conflict do nothing',
  'create table if not exists [a] ([b] int)',
  'select * from [a] where [b] = true',
  'select "b" from [a]',
  'select [a] || [b] from [c]',
  'select * from [a] order by [b] nulls last',
  'select length([b]) from [a]',
  'select * from [a] where ([b], [c]) > (@p1, @p2)',
  'merge into [a] using [b] on 1 = 1',
  "waitfor delay '00:00:01'",
  'create or alter view [a] as select 1',
  'exec sp_sequence_get_range @p1',
  'with [a] as (select 1 as [b]) delete from [a]',
  'select * from [a] with (updlock)',
  'create unique index [a] on [b] ([c]) where [c] is not null',
  "insert into [a] ([b]) values ('x')",
  'create table [a] ([b] text)',
  'create table [a] ([b] uniqueidentifier)',
  'select * from (select [b] from [a] order by [b]) as [c]',
  'select * from [a] offset @p1 rows fetch next @p2 rows only',
])('%s breaks a rule', (statement) => {
  expect(brokenRules(statement)).not.toEqual([]);
});

test.each([
  "select top(5) [a], N'it''s' as [b] from [c] where lower([a]) like @p1 escape N'\\' order by [a]",
  "select [a] from [b] where [a] like @p1 escape N'\\' and [c] like @p2 escape N'\\'",
  'insert into [a] ([b], [c]) select @p1, null where not exists (select 1 from [a] where [b] = @p2)',
  'create unique index [a] on [b] ([c])',
  'select [a] from [b] order by [a] offset @p1 rows fetch next @p2 rows only',
  'select * from [a] where [b] in (@p1, @p2) and ([c] = @p3 or [d] = @p4)',
  'create table [a] ([b] char(36) collate Latin1_General_100_BIN2 not null, [c] nvarchar(max), [d] varbinary(max))',
])('%s breaks none', (statement) => {
  expect(brokenRules(statement)).toEqual([]);
});
