import { expect, test } from 'vitest';
import { isAway } from '../../lifecycle/away.ts';
import { openSql } from '../database.ts';

test('a SQL Server that cannot be reached is said to be away, in a transaction and outside', async () => {
  const database = await openSql<{ pins: { id: string } }>('mssql://sa:secret@127.0.0.1:1/shop');
  const read = (from: typeof database) => from.selectFrom('pins').selectAll().execute();
  const attempts = [read(database), database.transaction().execute(read)];
  for (const attempt of attempts) expect(isAway(await attempt.catch((error: unknown) => error))).toBe(true);
  await database.destroy();
});
