/** Reads the setting of a SQL Server store: `mssql://…`, or a connection string as Azure's portal shows it. */

export interface SqlServerSetting {
  server: string;
  port?: number;
  instanceName?: string;
  database: string;
  /** With a password the SQL login; without one the client id of a user-assigned managed identity. */
  user?: string;
  /** Without one, Entra ID authenticates. */
  password?: string;
  encrypt: boolean;
  trustServerCertificate: boolean;
}

type Name = 'server' | 'database' | 'user' | 'password' | 'encrypt' | 'trustServerCertificate';

/** The names of a connection string, in lower case and without spaces. */
const names: Readonly<Record<string, Name | 'ignored'>> = {
  ...Object.fromEntries(['server', 'datasource', 'address', 'addr', 'networkaddress'].map((name) => [name, 'server'])),
  ...Object.fromEntries(['database', 'initialcatalog'].map((name) => [name, 'database'])),
  ...Object.fromEntries(['user', 'userid', 'uid', 'username'].map((name) => [name, 'user'])),
  ...Object.fromEntries(['password', 'pwd'].map((name) => [name, 'password'])),
  encrypt: 'encrypt',
  trustservercertificate: 'trustServerCertificate',
  // What the portal writes beside them: whether there is a password decides how to authenticate, the rest is ours to choose.
  ...Object.fromEntries(
    ['authentication', 'persistsecurityinfo', 'multipleactiveresultsets', 'connectiontimeout', 'connecttimeout']
      .concat(['timeout', 'commandtimeout', 'applicationname', 'app', 'pooling', 'minpoolsize', 'maxpoolsize'])
      .concat(['multisubnetfailover', 'connectretrycount', 'connectretryinterval', 'columnencryptionsetting'])
      .map((name) => [name, 'ignored']),
  ),
};

const flags: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  mandatory: true,
  false: false,
  no: false,
  optional: false,
};

type Parts = Partial<Record<Name, string>>;

/** Shows no text of the setting: what is taken for a name may be a piece of a password. */
const unknownName = (index: number) =>
  new Error(
    `Part ${index + 1} of the options is not known: known are Server, Database, User ID, Password, Encrypt and TrustServerCertificate; put a value with a semicolon in quotes.`,
  );

const collect = (pairs: ReadonlyArray<readonly [string, string]>): Parts => {
  const parts: Parts = {};
  for (const [index, [key, value]] of pairs.entries()) {
    const name = names[key.toLowerCase().replaceAll(/\s/g, '')];
    if (!name) throw unknownName(index);
    if (name !== 'ignored') parts[name] = value;
  }
  return parts;
};

/** `Name=value;…`: a value in double or single quotes may hold semicolons, and its quote twice. */
const pair = /\s*([^=;]+)=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^;]*))\s*(?:;|$)/gy;

const fromConnectionString = (text: string): Parts => {
  const pairs = [...text.matchAll(pair)];
  if (pairs.map(([whole]) => whole).join('') !== text) throw unknownName(pairs.length);
  return collect(
    pairs.map(([, key = '', double, single, plain]) => [
      key,
      double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain?.trim() ?? '',
    ]),
  );
};

const fromUrl = (text: string): Parts => {
  if (!URL.canParse(text))
    throw new Error('The mssql:// address cannot be read: percent-encode what is special in it, e.g. @ as %40.');
  const { hostname, port, pathname, username, password, searchParams } = new URL(text);
  const decoded = { database: pathname.slice(1), user: username, password };
  return {
    ...collect([...searchParams]),
    server: hostname.replaceAll(/[[\]]/g, '') + (port && `,${port}`),
    ...Object.fromEntries(
      Object.entries(decoded).flatMap(([name, value]) => (value ? [[name, decodeURIComponent(value)]] : [])),
    ),
  };
};

const flag = (name: string, text: string | undefined, fallback: boolean): boolean => {
  if (text === undefined) return fallback;
  const value = flags[text.toLowerCase()];
  if (value === undefined) throw new Error(`"${name}" must be true or false.`);
  return value;
};

/** `tcp:host\instance,port`, of which only the host must be there. */
const serverOf = (text: string) => {
  const [, host = '', instanceName, port] =
    /^(?!np:|lpc:)(?:tcp:)?([^\\,]+)(?:\\([^,]+))?(?:,(\d+))?$/i.exec(text.trim()) ?? [];
  if (!host) throw new Error('The server must be host, host,port or host\\instance.');
  const server = host === '.' || host.toLowerCase() === '(local)' ? 'localhost' : host;
  return { server, ...(instanceName && { instanceName }), ...(port && { port: Number(port) }) };
};

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|::1)$/i.test(host);

/**
 * Parses a setting. Connections are encrypted unless the setting says otherwise or the server is on this machine, where it seldom has
 * a certificate that can be trusted.
 * @throws Error that says what is wrong, without showing the setting, which may hold a password
 */
export const parseSqlServerSetting = (setting: string): SqlServerSetting => {
  const parts = setting.startsWith('mssql:') ? fromUrl(setting) : fromConnectionString(setting);
  const { server = '', database, user, password } = parts;
  if (!server) throw new Error('The setting names no server.');
  if (!database) throw new Error('The setting names no database.');
  const place = serverOf(server);
  return {
    ...place,
    database,
    ...(user && { user }),
    ...(password && { password }),
    encrypt: flag('Encrypt', parts.encrypt, !isLoopback(place.server)),
    trustServerCertificate: flag('TrustServerCertificate', parts.trustServerCertificate, false),
  };
};
