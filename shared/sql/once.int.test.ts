import { expect, test } from 'vitest';
import { openSql } from './database.ts';
import { createDocumentsTable } from './documents.ts';
import { once, type WithAnswers } from './once.ts';
import { transact } from './transaction.ts';

interface Counters {
  counters: { id: string; count: number };
}

const openCounter = async () => {
  const database = await openSql<WithAnswers & Counters>('sqlite::memory:');
  await createDocumentsTable(database, 'answers');
  await database.schema.createTable('counters').addColumn('id', 'text').addColumn('count', 'integer').execute();
  await database.insertInto('counters').values({ id: 'a', count: 0 }).execute();
  const counts = () => database.selectFrom('counters').select('count').execute();
  const increment = (command: string, by = 1, fails = false) =>
    transact(database, (transaction) =>
      once(transaction, command, async () => {
        if (by > 9) return 'too-much';
        await transaction
          .updateTable('counters')
          .set(({ eb }) => ({ count: eb('count', '+', by) }))
          .execute();
        if (fails) throw new Error('The process dies.');
        return { count: by };
      }),
    );
  return { increment, counts };
};

test('a command that is repeated has one effect and the first outcome', async () => {
  const { increment, counts } = await openCounter();
  const outcomes = await Promise.all([increment('one', 3), increment('one', 3), increment('two', 4)]);
  expect(outcomes).toEqual([{ count: 3 }, { count: 3 }, { count: 4 }]);
  expect(await counts()).toEqual([{ count: 7 }]);
});

test('an effect that did not complete is no outcome: the repeat has the effect', async () => {
  const { increment, counts } = await openCounter();
  await expect(increment('one', 3, true)).rejects.toThrow('The process dies.');
  expect(await increment('one', 3)).toEqual({ count: 3 });
  expect(await counts()).toEqual([{ count: 3 }]);
});

test('a refusal is not kept', async () => {
  const { increment } = await openCounter();
  expect(await increment('one', 10)).toBe('too-much');
  expect(await increment('one', 2)).toEqual({ count: 2 });
});
