/** Opens the document store that a setting names. */
import * as z from 'zod';
import type { DocumentStore } from './documents.ts';

/** Setting of a document store: `sqlite:FILE`, the file relative to the working folder, or `sqlite::memory:`. */
export const DocumentStoreSetting = z
  .string('Use sqlite:FILE, e.g. sqlite:.data/basket.db.')
  .regex(/^sqlite:.+/, 'must be sqlite:FILE, e.g. sqlite:.data/basket.db');

/** Opens a store; the adapter is loaded here, at first use, to keep cold starts short. */
export const openDocuments = async (setting: string, now: () => number = Date.now): Promise<DocumentStore> => {
  const { openSqliteDocuments } = await import('./sqlite.ts');
  return openSqliteDocuments(setting.slice('sqlite:'.length), now);
};
