/** The pictures, each under the digest of its bytes: one that is uploaded twice is kept once, and none ever changes. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { ifAbsent } from '../../../shared/sql/dialect.ts';
import type { CatalogTables } from './schema.ts';

export interface Picture {
  contentType: string;
  bytes: Uint8Array;
}

export const pictureId = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

export const findPicture = (database: Kysely<CatalogTables>, id: string): Promise<Picture | undefined> =>
  database
    .selectFrom('pictures')
    .select(['content_type as contentType', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirst();

/** Keeps a picture and returns its id. */
export const keepPicture = async (
  database: Kysely<CatalogTables>,
  { contentType, bytes }: Picture,
): Promise<string> => {
  const row = { id: pictureId(bytes), content_type: contentType, bytes };
  await ifAbsent(database.insertInto('pictures').values(row), ['id']).execute();
  return row.id;
};
