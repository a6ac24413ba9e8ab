import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder } from './data-folder.ts';
import { openDatabase } from './service-bus/store/schema.ts';

test('a folder is emptied, but not below a shop that runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eshop-data-'));
  const remembered = join(folder, 'catalog.db');
  await writeFile(remembered, 'items');

  const broker = openDatabase(folder);
  expect(() => emptyFolder(folder)).toThrow(`A shop that runs has ${folder} open`);
  expect(existsSync(remembered)).toBe(true);

  broker.close();
  emptyFolder(folder);
  expect(existsSync(folder)).toBe(false);
  emptyFolder(folder);
});
