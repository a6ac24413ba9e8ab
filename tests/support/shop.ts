/** A shop of its own for a test: free ports, a fresh data folder, short waits. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getToken } from '../../local/identity/token.ts';
import { choosePorts } from '../../local/ports.ts';
import { type Shop, type ShopOptions, startShop } from '../../local/shop.ts';

export interface TestShop extends Shop {
  /** What every part wrote, for the message of a failing test. */
  readonly log: readonly string[];
  /** Signs a seeded user in and returns their side of the shop's API. */
  signIn(user: string): Promise<Customer>;
  /** The API as seen with a token from wherever the shop's settings say that tokens come from. */
  withToken(token: string): Customer;
}

type App = Parameters<Shop['api']>[0];

interface Answer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

/** An API as one caller sees it. */
export type CustomerOf<App extends string> = <Body = Record<string, unknown>>(
  app: App,
  request: `${string} ${string}`,
  sent?: Sent,
) => Promise<Answer<Body>>;

/** The shop's API as one caller sees it. */
export type Customer = CustomerOf<App>;

/** Text and bytes as they are, anything else as JSON. */
const asSent = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);

/** Calls at the address that `api` gives for an app, with these headers on every call. */
export const customerAt =
  <App extends string>(api: (app: App) => string, headers: Record<string, string>): CustomerOf<App> =>
  async <Body>(app: App, request: string, sent: Sent = {}) => {
    const [method = 'GET', path = ''] = request.split(' ');
    const response = await fetch(`${api(app)}/${app}/${path}`, {
      method,
      headers: { ...headers, ...(sent.body !== undefined && { 'content-type': 'application/json' }), ...sent.headers },
      ...(sent.body !== undefined && { body: asSent(sent.body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text && JSON.parse(text)) as Body };
  };

/** Starts a shop; whoever started it closes it, which also removes its data, unless they brought the folder. */
export const openTestShop = async (options: Partial<ShopOptions> = {}): Promise<TestShop> => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'eshop-')));
  const log: string[] = [];
  const shop = await startShop({
    dataDir,
    ports: choosePorts('0', {}),
    lockSeconds: 1,
    hosts: 'each',
    onLine: (part, line) => log.push(`${part} ${line}`),
    onCrash: (part, how) => log.push(`${part} CRASHED ${how}`),
    ...options,
    env: {
      ORDERING_GRACE_SECONDS: '0',
      ORDERING_ANSWER_SECONDS: '3',
      CATALOG_RELAY_SCHEDULE: '* * * * * *',
      ...options.env,
    },
  });
  const key = (await readFile(shop.functionKeyFile, 'utf8')).trim();
  const withToken = (token: string) =>
    customerAt((app: App) => shop.api(app), { 'x-functions-key': key, authorization: `Bearer ${token}` });
  return {
    ...shop,
    log,
    withToken,
    signIn: async (user) => withToken(await getToken({ user, issuer: shop.issuer })),
    close: async () => {
      await shop.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Asks until the answer satisfies, for at most `seconds`. */
export const eventually = async <T>(
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  seconds = 60,
): Promise<T> => {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > giveUpAt) throw new Error(`Still not so after ${seconds} s: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
