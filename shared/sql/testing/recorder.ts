/** Watches the queries of a store while its tests run on SQLite and says each of them in T-SQL. */
import * as kysely from 'kysely';
import mssql from 'mssql';
import { parameterOf } from '../sqlserver/parameters.ts';
import { tsqlCompiler } from '../sqlserver/tsql.ts';

export interface Recorder {
  plugin: kysely.KyselyPlugin;
  /** What was executed, in T-SQL, each statement once. */
  statements: ReadonlySet<string>;
  /** The tables that were created, in that order. */
  tables: ReadonlySet<string>;
}

export const recorder = (): Recorder => {
  const statements = new Set<string>();
  const tables = new Set<string>();
  const Compiler = tsqlCompiler(kysely);
  const plugin: kysely.KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      const { sql, parameters } = new Compiler().compileQuery(node, queryId);
      for (const value of parameters) parameterOf(mssql, value);
      statements.add(sql);
      if (kysely.CreateTableNode.is(node)) tables.add(node.table.table.identifier.name);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { plugin, statements, tables };
};
