/** What the catalog's SQL store does with the answers to commands, whichever database it is on. */
import type { Kysely } from 'kysely';
import { documentStoreContract } from '../../../shared/documents/contract.ts';
import { openSqlDocuments } from '../../../shared/sql/documents.ts';
import type { CatalogTables } from './schema.ts';

export const answersContract = (open: () => Promise<Kysely<CatalogTables>>): void => {
  documentStoreContract(async (now) => {
    const database = await open();
    return { collection: () => openSqlDocuments(database, 'answers', now), close: async () => undefined };
  });
};
