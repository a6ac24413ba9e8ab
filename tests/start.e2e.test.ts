/** `npm start` as a newcomer meets it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { getToken } from '../local/identity/token.ts';
import { atGateway } from './support/gateway.ts';
import { eventually, openTestShop } from './support/shop.ts';
import { items, putInBasket } from './support/shopping.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let shop: ChildProcess | undefined;

/** Starts the shop and collects what it prints. */
const start = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  let printed = '';
  shop = spawn(process.execPath, ['local/start.ts', '--ephemeral', '--port-base', '0', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  for (const stream of [shop.stdout, shop.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ended = once(shop, 'exit') as Promise<[number | null]>;
  return { printed: () => printed, ended };
};

afterEach(() => shop?.kill('SIGKILL'));

const opened = (printed: () => string) =>
  eventually(
    async () => printed(),
    (text) => text.includes('orders/$ORDER'),
    60,
  );

/** Waits until the basket has heard of the items, which takes less time than a person needs to copy the commands. */
const basketKnowsItems = async (printed: string): Promise<void> => {
  const [, issuer] = /--issuer (\S+?)\)/.exec(printed) ?? [];
  const [, gateway = ''] = /open at (\S+)/.exec(printed) ?? [];
  const bob = atGateway({ gateway }, await getToken({ user: 'bob', ...(issuer !== undefined && { issuer }) }));
  const [first] = await items(bob);
  await putInBasket(bob, first?.id ?? '', 1);
};

test('the printed commands place an order that is paid, and Ctrl-C closes everything', async () => {
  const { printed, ended } = start([], { ORDERING_GRACE_SECONDS: '0' });
  const text = await opened(printed);
  const commands = /^TOKEN=[\s\S]*?orders\/\$ORDER$/m.exec(text)?.[0] ?? '';
  await basketKnowsItems(text);
  const lookAgain = `for i in $(seq 300); do ${commands.split('\n').at(-1)}; sleep 0.2; done | grep -m1 '"status":"Paid"'`;
  const { stdout } = await promisify(execFile)('bash', ['-c', `${commands}\n${lookAgain}`], { cwd: root });
  expect(stdout.trim().split('\n').at(-1)).toContain('"status":"Paid"');

  shop?.kill('SIGINT');
  expect((await ended)[0]).toBe(0);
  await expect(fetch(/http:\/\/127\.0\.0\.1:\d+\/api\/basket/.exec(text)?.[0] ?? '')).rejects.toThrow('fetch failed');
});

test('an app that crashes is started again where it was, and the rest goes on', async () => {
  const whole = await openTestShop();
  const alice = await whole.signIn('alice');
  const basket = whole.parts.find(({ name }) => name === 'basket');
  const { pid } = basket ?? {};
  process.kill(pid ?? 0, 'SIGKILL');
  expect((await alice('catalog', 'GET items')).status).toBe(200);
  await eventually(
    () => alice('basket', 'GET baskets/me').catch(() => ({ status: 0 })),
    ({ status }) => status === 200,
  );
  expect(basket?.pid).not.toBe(pid);
  expect(whole.log).toContain('basket CRASHED killed by SIGKILL');
  await whole.close();
});

test('a busy port is named with the way to change it', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  const { port } = occupant.address() as { port: number };
  const { printed, ended } = start([], { ESHOP_PORT_BASKET: String(port) });
  expect((await ended)[0]).toBe(1);
  expect(printed()).toContain(`Port ${port} (basket) is in use`);
  expect(printed()).toContain('ESHOP_PORT_BASKET');
  occupant.close();
});

test('an unknown flag is answered with the usage', async () => {
  const { printed, ended } = start(['--fast']);
  expect((await ended)[0]).toBe(1);
  expect(printed()).toMatch(/--fast[\s\S]*Usage: npm start/);
  expect(printed()).not.toContain('    at ');
});
