/** `npm start -- --watch` and `--inspect`, on a copy of the project that a test may edit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { eventually } from './support/shop.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const leftOut = new Set(['node_modules', 'dist', '.git', '.data', 'docs', 'tests']);
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

const copyProject = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'eshop-watched-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  const wanted = (file: string) => !leftOut.has(relative(root, file).split(sep)[0] ?? '');
  await cp(root, folder, { recursive: true, filter: wanted });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};

interface Started {
  process: ChildProcess;
  /** Resolves with everything printed so far once the pattern is in it. */
  printed(pattern: RegExp): Promise<string>;
}

const start = (folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started => {
  let text = '';
  const process_ = spawn(process.execPath, ['local/start.ts', '--ephemeral', '--port-base', '0', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  for (const stream of [process_.stdout, process_.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  cleanUp.push(async () => {
    if (process_.exitCode !== null) return;
    process_.kill('SIGINT');
    await once(process_, 'exit');
  });
  const printed = async (pattern: RegExp) =>
    eventually(
      async () => text,
      (all) => pattern.test(all),
      120,
    );
  return { process: process_, printed };
};

/** The shell commands that a newcomer is shown, up to the order's id; what they print last is where the order is. */
const placeOrder = async (folder: string, text: string): Promise<() => Promise<string>> => {
  const commands = /^(?:KEY|TOKEN)=[\s\S]*?orders\/\$ORDER$/m.exec(text)?.[0] ?? '';
  const look = commands.split('\n').at(-1) ?? '';
  const shell = spawn('bash', ['-c', `sleep 2\n${commands}\nwhile read -r; do ${look}; done`], { cwd: folder });
  cleanUp.push(() => shell.kill());
  let said = '';
  shell.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await eventually(
    async () => said,
    (all) => all.includes('"status":"Submitted"'),
  );
  return async () => {
    said = '';
    shell.stdin.write('\n');
    return eventually(
      async () => said,
      (all) => all.endsWith('\n'),
    );
  };
};

/** As editors save: into a new file that takes the place of the old one. */
const edit = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(`${file}~`, text.replace(from, to));
  await rename(`${file}~`, file);
};

test('an edit reaches the running app, and an order that is under way goes on', async () => {
  const folder = await copyProject();
  const shop = start(folder, ['--watch'], { ORDERING_GRACE_SECONDS: '6' });
  const text = await shop.printed(/Watching functions[\s\S]*orders\/\$ORDER\n/);
  const look = await placeOrder(folder, text);

  await edit(join(folder, 'functions/ordering/api/order-view.ts'), '...order,', '...order, isNew: true,');
  await shop.printed(/ordering is new/);
  expect(await look()).toContain('"isNew":true');
  await eventually(look, (order) => order.includes('"status":"Paid"'));
  expect(await shop.printed(/ordering is new/)).not.toMatch(/(catalog|basket|payment|coupon) is new|stopped \(/);
});

test('an edit that does not compile leaves the app as it was, until it is mended', async () => {
  const folder = await copyProject();
  const shop = start(folder, ['--watch']);
  const text = await shop.printed(/Watching functions[\s\S]*orders\/\$ORDER\n/);
  const file = join(folder, 'functions/coupon/app.ts');
  await edit(file, 'import', 'imprt');
  await shop.printed(/coupon does not compile; it goes on as it was/);
  const address = /http:\/\/127\.0\.0\.1:\d+\/api\/coupon/.exec(text)?.[0] ?? '';
  expect((await fetch(`${address}/health`)).status).toBe(401);
  await edit(file, 'imprt', 'import');
  await shop.printed(/coupon is new/);
  expect((await fetch(`${address}/health`)).status).toBe(401);
});

test('a debugger attaches to the app that --inspect names', async () => {
  const shop = start(root, ['--inspect', 'catalog']);
  await shop.printed(/orders\/\$ORDER\n/);
  const address = /Debugger listening on (ws:\S+)\n/;
  const socket = new WebSocket(address.exec(await shop.printed(address))?.[1] ?? '');
  cleanUp.push(() => socket.close());
  await once(socket, 'open');
  const answered = once(socket, 'message') as Promise<[MessageEvent]>;
  const expression = 'process.argv.join(" ")';
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  const [{ data }] = await answered;
  expect(JSON.parse(String(data))).toMatchObject({
    id: 1,
    result: { result: { value: expect.stringContaining('catalog') } },
  });
});

test('--inspect names an app', async () => {
  const shop = start(root, ['--inspect', 'broker']);
  expect(await shop.printed(/\n/)).toContain('--inspect is "broker"; it must be one of catalog, basket');
});
