import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getTokens } from './code-flow.ts';
import type { Identity } from './provider.ts';
import { startTestIdentity } from './testing.ts';

const run = (file: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });

const outcome = async (child: ChildProcess) => {
  const read = (stream: ChildProcess['stdout']) => (stream ? text(stream) : '');
  const [stdout, stderr, [code]] = await Promise.all([read(child.stdout), read(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, stdout, stderr };
};

describe('npm run token', () => {
  let identity: Identity;
  beforeAll(async () => {
    identity = await startTestIdentity();
  });
  afterAll(() => identity.close());

  const token = (...args: string[]) => outcome(run('token.ts', ...args));

  test('prints an access token and nothing else', async () => {
    const { code, stdout, stderr } = await token('alice', '--issuer', identity.issuer, '--scope', 'openid basket');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const claims = JSON.parse(atob(stdout.split('.')[1] ?? '')) as unknown;
    expect(claims).toMatchObject({ aud: 'eshop', scope: 'basket', name: 'Alice Lindqvist' });
  });

  test.each([
    [
      'an unknown user',
      ['carol'],
      1,
      /^There is no seeded user "carol": choose one of alice, bob, olivia, or give --password.*\n$/,
    ],
    [
      'a wrong password',
      ['bob', '--password', 'nope'],
      1,
      /^The identity provider refused to sign in: User name or password is not right\.\n$/,
    ],
    ['no user', [], 2, /^Give the name of one user\.\nUsage: npm run -s token -- alice\|bob\|olivia .*\n$/],
    ['an unknown option', ['alice', '--shoe-size', '38'], 2, /shoe-size[^]*\nUsage: /],
  ])('says in a line what is wrong with %s', async (_, args, code, message) => {
    expect(await token(...args, '--issuer', identity.issuer)).toEqual({
      code,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
  });

  test('says how to start a provider that does not run', async () => {
    const { code, stderr } = await token('alice', '--issuer', 'http://127.0.0.1:9');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The identity provider at http:\/\/127.0.0.1:9 does not answer: start it with.*\n$/),
    ]);
  });

  test('the tests can have every token, a refresh token too', async () => {
    const tokens = await getTokens({ user: 'bob', issuer: identity.issuer, scope: 'openid offline_access ordering' });
    expect(tokens).toMatchObject({
      refresh_token: expect.any(String),
      id_token: expect.any(String),
      scope: 'ordering',
    });
  });
});

describe('npm run identity', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'identity-'));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  test.each(['SIGINT', 'SIGTERM'] as const)('reports its port, prints no warnings and stops on %s', async (signal) => {
    const child = run('main.ts', '--port', '0', '--data', dataDir);
    const ended = outcome(child);
    const [message] = (await once(child, 'message')) as [{ type: string; port: number }];
    const issuer = `http://127.0.0.1:${message.port}`;
    expect(message.type).toBe('ready');
    expect(await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()).toMatchObject({ issuer });
    await getTokens({ user: 'alice', issuer, scope: 'openid offline_access basket' });
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(/warning|notice/i);
  });

  test('stops when the process that started it is gone', async () => {
    const child = run('main.ts', '--port', '0', '--data', dataDir);
    await once(child, 'message');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('names a busy port and the way to change it', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;
    const { code, stderr } = await outcome(run('main.ts', '--port', String(port), '--data', dataDir));
    expect([code, stderr]).toEqual([1, `Port ${port} is in use: choose another with --port N.\n`]);
    busy.close();
  });

  test.each(['abc', '-1', '70000', '1.5'])('refuses --port=%s', async (port) => {
    const { code, stderr } = await outcome(run('main.ts', `--port=${port}`, '--data', dataDir));
    expect([code, stderr]).toEqual([1, expect.stringContaining(`--port is "${port}"; it must be a port`)]);
  });
});
