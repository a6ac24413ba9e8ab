import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectionContract, documentStoreContract } from './contract.ts';
import { openSqliteDocuments } from './sqlite.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'documents-')), 'store.db');

describe('SQLite documents', () => {
  documentStoreContract(async (now) => openSqliteDocuments(newFile(), now));
  collectionContract(async (now) => openSqliteDocuments(newFile(), now));

  test('survive being closed and opened again', async () => {
    const file = newFile();
    const before = openSqliteDocuments(file, Date.now);
    await before.collection('things').put('a', { kept: true });
    await before.close();
    const after = openSqliteDocuments(file, Date.now);
    expect((await after.collection('things').get('a'))?.value).toEqual({ kept: true });
  });
});
