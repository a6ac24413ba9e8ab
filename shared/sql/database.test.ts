import { expect, test } from 'vitest';
import * as z from 'zod';
import { loadSettings } from '../settings/settings.ts';
import { SqlStore } from './database.ts';

const load = (CATALOG_STORE: string) => loadSettings(z.object({ CATALOG_STORE: SqlStore }), { CATALOG_STORE });

test.each([
  'sqlite:.data/catalog.db',
  'sqlite::memory:',
  'mssql://sa:secret@localhost:1433/catalog',
  'Server=tcp:shop.database.windows.net,1433;Database=catalog;Encrypt=True',
])('%s names a SQL store', (setting) => {
  expect(load(setting).CATALOG_STORE).toBe(setting);
});

test.each([
  ['', 'CATALOG_STORE is not set'],
  ['catalog.db', 'sqlite:FILE'],
  ['postgres://sa:secret@localhost/catalog', 'mssql://user:password@host:port/database'],
  ['mssql://sa:secret@localhost', 'names no database'],
  ['Server=shop;Database=catalog;Pasword=secret', 'Part 3'],
])('"%s" is refused with the forms that are accepted: %s', (setting, problem) => {
  expect(() => load(setting)).toThrow(problem);
  expect(() => load(setting)).toThrow('CATALOG_STORE');
  expect(() => load(setting)).not.toThrow('secret');
});
