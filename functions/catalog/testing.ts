/** A catalog of its own for a test: a store in a temporary folder, an issuer of tokens, no broker. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sent, testClient } from '../../shared/http/test-client.ts';
import { startTestIssuer } from '../../shared/identity/test-issuer.ts';

/** Sets the settings that the catalog reads when it is imported, which must come after this. */
export const prepareTestCatalog = async () => {
  const issuer = await startTestIssuer();
  const setting = `sqlite:${join(mkdtempSync(join(tmpdir(), 'catalog-')), 'catalog.db')}`;
  Object.assign(process.env, {
    CATALOG_STORE: setting,
    CATALOG_RELAY_SCHEDULE: '* * * * * *',
    IDENTITY_ISSUER: issuer.issuer,
  });
  const { prepareCatalog } = await import('./store/prepare.ts');
  await prepareCatalog(setting);
  const send = testClient({ issuer, scope: 'catalog' });
  const operator = { by: 'olivia', roles: ['shop.operator'] };
  let keys = 0;
  return {
    send,
    /** Sends as an operator. */
    operate: (handler: Parameters<typeof send>[0], sent: Sent = {}) => send(handler, { ...operator, ...sent }),
    newKey: () => `key-${String((keys += 1)).padStart(8, '0')}`,
    close: () => issuer.stop(),
  };
};
