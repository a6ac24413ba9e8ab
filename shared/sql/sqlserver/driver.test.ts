/** The driver over a stand-in for `mssql`, which is the network's edge: what it sends, and what it does when the server refuses. */
import * as kysely from 'kysely';
import mssql from 'mssql';
import { expect, test } from 'vitest';
import { ifAbsent, wasInserted } from '../dialect.ts';
import { transact } from '../transaction.ts';
import { sqlServerDriver } from './driver.ts';
import { tsqlCompiler } from './tsql.ts';

interface Tables {
  pins: { id: string; count: number };
}

const refusal = (number: number) => Object.assign(new Error(`error ${number}`), { number });

/** Opens a database whose server answers each statement with the next of `answers`; `log` tells what it was sent. */
const open = (answers: Array<Error | { rows?: object[]; changed?: number[] }>) => {
  const log: string[] = [];
  class Request {
    #scope: string;
    #inputs: string[] = [];
    constructor(scope: { name?: string }) {
      this.#scope = scope.name ?? 'pool';
    }
    input(name: string, _type: unknown, value: unknown) {
      this.#inputs.push(`${name}=${String(value)}`);
    }
    async query(text: string) {
      log.push([this.#scope, text, ...this.#inputs].join(' | '));
      const answer = answers.shift() ?? {};
      if (answer instanceof Error) throw answer;
      return { recordset: answer.rows, rowsAffected: answer.changed ?? [] };
    }
  }
  class Transaction {
    name = 'transaction';
    async begin(level: number) {
      log.push(`begin ${level}`);
    }
    async commit() {
      log.push('commit');
    }
    async rollback() {
      log.push('rollback');
      throw new Error('Transaction has been aborted.');
    }
  }
  const Compiler = tsqlCompiler(kysely);
  const driver = sqlServerDriver(
    { ...mssql, Request, Transaction } as unknown as typeof mssql,
    async () => ({ close: async () => void log.push('close') }) as unknown as mssql.ConnectionPool,
  );
  const database = new kysely.Kysely<Tables>({
    dialect: {
      createAdapter: () => new kysely.MssqlAdapter(),
      createDriver: () => driver,
      createIntrospector: (database) => new kysely.MssqlIntrospector(database),
      createQueryCompiler: () => new Compiler(),
    },
  });
  return { database, log };
};

const row = { id: 'a', count: 1 };
const raise = (database: kysely.Kysely<Tables>) =>
  database.updateTable('pins').set({ count: 2 }).where('id', '=', 'a').executeTakeFirstOrThrow();
const insert = async (database: kysely.Kysely<Tables>) =>
  wasInserted(await ifAbsent(database.insertInto('pins').values(row), ['id']).executeTakeFirstOrThrow());

test('a query carries its parameters and returns rows, a change how many rows it changed', async () => {
  const { database, log } = open([{ rows: [row], changed: [1] }, { changed: [3] }]);
  expect(await database.selectFrom('pins').selectAll().where('id', '=', 'a').execute()).toEqual([row]);
  expect((await raise(database)).numUpdatedRows).toBe(3n);
  expect(log[0]).toBe('pool | select * from [pins] where [id] = @p1 | p1=a');
});

test('a transaction keeps to its connection and its isolation level', async () => {
  const { database, log } = open([]);
  await database.transaction().setIsolationLevel('serializable').execute(raise);
  await raise(database);
  expect(log.map((line) => line.split(' | ')[0])).toEqual([
    `begin ${mssql.ISOLATION_LEVEL.SERIALIZABLE}`,
    'transaction',
    'commit',
    'pool',
  ]);
});

test('without one named the isolation level is read committed, whatever the connection had before', async () => {
  const { database, log } = open([]);
  await database.transaction().execute(raise);
  expect(log[0]).toBe(`begin ${mssql.ISOLATION_LEVEL.READ_COMMITTED}`);
});

test('a transaction that fails is rolled back and throws its own error', async () => {
  const { database, log } = open([refusal(515)]);
  await expect(transact(database, raise)).rejects.toThrow('error 515');
  expect(log.at(-1)).toBe('rollback');
});

test.each([[1205], [2627], [2601]])('after error %i a transaction starts again', async (number) => {
  const { database, log } = open([{}, refusal(number), {}, { changed: [1] }]);
  const work = async (transaction: kysely.Kysely<Tables>) => {
    await raise(transaction);
    return insert(transaction);
  };
  expect(await transact(database, work)).toBe(true);
  expect(log.filter((line) => line.startsWith('begin'))).toHaveLength(2);
  expect(log.at(-1)).toBe('commit');
});

test('a transaction that is overtaken every time gives up with the error', async () => {
  const { database, log } = open(Array.from({ length: 20 }, () => refusal(1205)));
  await expect(transact(database, raise)).rejects.toThrow('error 1205');
  expect(log.filter((line) => line.startsWith('begin'))).toHaveLength(20);
});

test('an insert if absent that loses a race finds the row there', async () => {
  expect(await insert(open([refusal(2627)]).database)).toBe(false);
  expect(await insert(open([{ changed: [0] }]).database)).toBe(false);
  expect(await insert(open([{ changed: [1] }]).database)).toBe(true);
});

test('any other insert of a key that is there throws', async () => {
  const { database } = open([refusal(2627)]);
  await expect(database.insertInto('pins').values(row).execute()).rejects.toThrow('error 2627');
});

test("a statement that was a deadlock's victim runs again, and not for ever", async () => {
  const { database } = open([refusal(1205), { changed: [1] }]);
  expect((await raise(database)).numUpdatedRows).toBe(1n);
  await expect(raise(open(Array.from({ length: 5 }, () => refusal(1205))).database)).rejects.toThrow('error 1205');
});

test('a number that the server gave for an earlier part of an error counts', async () => {
  const error = Object.assign(new Error('The statement has been terminated.'), { precedingErrors: [refusal(2627)] });
  expect(await insert(open([error]).database)).toBe(false);
});
