/** Reads the setting of a Cosmos DB store: the address of a container, or a connection string with an account key. */

export interface CosmosSetting {
  endpoint: string;
  database: string;
  container: string;
  /** Without one, Entra ID authenticates. */
  key?: string;
}

/** The address of a container: `https://ACCOUNT.documents.azure.com/DATABASE/CONTAINER`. */
const fromAddress = (text: string): CosmosSetting => {
  if (!URL.canParse(text)) throw new Error('The Cosmos DB address cannot be read.');
  const { origin, pathname } = new URL(text);
  const [, database, container, ...more] = pathname.split('/').map(decodeURIComponent);
  if (!database || !container || more.some(Boolean))
    throw new Error('The path of the Cosmos DB address must be /DATABASE/CONTAINER.');
  return { endpoint: origin, database, container };
};

const names = ['AccountEndpoint', 'AccountKey', 'Database', 'Container'] as const;

/** `AccountEndpoint=…;AccountKey=…;Database=…;Container=…`: what the portal copies, and where in the account. */
const fromConnectionString = (text: string): CosmosSetting => {
  const parts = new Map<string, string>();
  for (const part of text.split(';').filter((part) => part.trim() !== '')) {
    const [name = ''] = part.split('=', 1);
    if (!names.some((known) => known === name.trim()))
      throw new Error(`The Cosmos DB setting knows only ${names.join(', ')}.`);
    parts.set(name.trim(), part.slice(name.length + 1).trim());
  }
  const [endpoint, key, database, container] = names.map((name) => parts.get(name));
  if (!endpoint || !URL.canParse(endpoint)) throw new Error('The Cosmos DB setting needs AccountEndpoint=https://….');
  if (!database || !container) throw new Error('The Cosmos DB setting needs Database=…;Container=….');
  return { endpoint, database, container, ...(key && { key }) };
};

/** @throws Error that says what is wrong, without showing the setting, which may hold a key */
export const parseCosmosSetting = (setting: string): CosmosSetting =>
  /^https?:/.test(setting) ? fromAddress(setting) : fromConnectionString(setting);

/** Whether an endpoint is Azure's own, whose regions the client may look up; an emulator tells an address of its own that may not lead to it. */
export const isAzure = (endpoint: string): boolean => /\.documents\.azure\.[a-z]+$/.test(new URL(endpoint).hostname);
