/** `npm run migrate`: brings the stores that the settings name to their newest schema and first contents; safe to run twice. */
import * as z from 'zod';
import { prepareCatalog } from '../functions/catalog/store/prepare.ts';
import { prepareCoupons } from '../functions/coupon/store/prepare.ts';
import { prepareOrdering } from '../functions/ordering/store/prepare.ts';
import { DocumentStoreSetting } from '../shared/documents/open.ts';
import { loadSettings } from '../shared/settings/settings.ts';
import { SqlStore } from '../shared/sql/database.ts';

const Stores = z.object({ CATALOG_STORE: SqlStore, ORDERING_STORE: SqlStore, COUPON_STORE: DocumentStoreSetting });

/** Prepares every store that needs it and returns what was done, a line each. */
export const prepareStores = async (env: NodeJS.ProcessEnv): Promise<string[]> => {
  const stores = loadSettings(Stores, env);
  return [
    ...(await prepareCatalog(stores.CATALOG_STORE)),
    ...(await prepareOrdering(stores.ORDERING_STORE)),
    ...(await prepareCoupons(stores.COUPON_STORE)),
  ];
};

if (import.meta.main) {
  const { exitCode, lines } = await prepareStores(process.env).then(
    (done) => ({ exitCode: 0, lines: done.length > 0 ? done : ['The stores are ready; there was nothing to do.'] }),
    (error: unknown) => ({ exitCode: 1, lines: [error instanceof Error ? error.message : String(error)] }),
  );
  console.log(lines.join('\n'));
  process.exitCode = exitCode;
}
