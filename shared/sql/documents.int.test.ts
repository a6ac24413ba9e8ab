import { describe } from 'vitest';
import { documentStoreContract } from '../documents/contract.ts';
import { openSql } from './database.ts';
import { createDocumentsTable, type DocumentsTable, openSqlDocuments } from './documents.ts';

describe('Documents in a SQL table', () => {
  documentStoreContract(async (now) => {
    const database = await openSql<{ documents: DocumentsTable }>('sqlite::memory:');
    await createDocumentsTable(database, 'documents');
    return { collection: () => openSqlDocuments(database, 'documents', now), close: () => database.destroy() };
  });
});
