/** `npm run test:sqlserver`: the contracts of the SQL stores against the SQL Server that `TEST_MSSQL_URL` names; fails when none was run. */
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { SqlStore, withSql } from '../shared/sql/database.ts';

const usage = `TEST_MSSQL_URL must name a database for tests only, in which tables are made and dropped:
  TEST_MSSQL_URL=mssql://user:password@host:port/database npm run test:sqlserver
Add ?encrypt=false for a server without TLS, ?trustServerCertificate=true for one that signed its own certificate.`;

/** The setting, after a connection was made with it. */
const reachable = async (): Promise<string> => {
  const setting = SqlStore.safeParse(process.env['TEST_MSSQL_URL'] ?? '');
  if (!setting.success || setting.data.startsWith('sqlite:')) throw new Error(usage);
  await withSql<{ 'sys.tables': { name: string } }, unknown>(setting.data, (database) =>
    database.selectFrom('sys.tables').select('name').execute(),
  );
  return setting.data;
};

/** Runs every test whose name says that it is for SQL Server, and returns what became of each. */
const run = async (): Promise<Map<string, string>> => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const vitest = await startVitest('test', ['store.int', 'shared/sql'], {
    root,
    watch: false,
    project: ['int'],
    testNamePattern: /on SQL Server/,
    reporters: ['dot'],
  });
  const results = new Map<string, string>();
  for (const file of vitest.state.getTestModules())
    for (const test of file.children.allTests()) {
      const { state } = test.result();
      if (state !== 'skipped') results.set(`${file.relativeModuleId}: ${test.fullName}`, state);
    }
  await vitest.close();
  return results;
};

try {
  await reachable();
  const results = await run();
  for (const [name, state] of results) console.log(`${state.padEnd(7)} ${name}`);
  const failed = [...results.values()].filter((state) => state !== 'passed').length;
  console.log(`${results.size} tests ran on SQL Server, ${failed} failed.`);
  process.exitCode = results.size > 0 && failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
