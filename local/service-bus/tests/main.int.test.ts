/** The command `npm run broker`. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, testConfig } from '../testing/broker.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

/** Runs the command to its end; `onOutput` may stop it. */
const run = async (
  args: string[],
  onOutput: (text: string, stop: (signal: NodeJS.Signals) => void) => void = () => {},
) => {
  const child = spawn(process.execPath, [main, ...args], { cwd: await temporaryFolder() });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => onOutput((out += String(chunk)), (signal) => child.kill(signal)));
  child.stderr.on('data', (chunk) => void (err += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
};

const configFile = async (): Promise<string> => {
  const file = join(await temporaryFolder(), 'Config.json');
  await writeFile(file, `// as the emulator's sample\n${JSON.stringify(testConfig)}`);
  return file;
};

test.each([
  [['--colour'], /Unknown option '--colour'.*Usage: npm run broker/],
  [['--port', 'http'], /--port is "http"; it must be a port from 0 to 65535/],
  [['--config', '/nowhere.json'], /There is no configuration \/nowhere.json/],
  [['--data', 'x', '--in-memory'], /--data and --in-memory exclude each other/],
])('%j ends with one clear line', async (args, line) => {
  const { code, err } = await run(args);
  expect(code).toBe(1);
  expect(err).toMatch(line);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('a busy port is named, with the way to choose another', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void blocker.close());
  await new Promise((resolve) => blocker.once('listening', resolve));
  const { port } = blocker.address() as AddressInfo;
  const config = await configFile();
  const amqp = await run(['--config', config, '--in-memory', '--port', `${port}`, '--admin-port', '0']);
  expect(amqp.code).toBe(1);
  expect(amqp.err).toContain(`AMQP port ${port} is in use by another program. Choose another with --port N.`);
  const admin = await run(['--config', config, '--in-memory', '--port', '0', '--admin-port', `${port}`]);
  expect(admin.code).toBe(1);
  expect(admin.err).toContain(`Admin port ${port} is in use by another program. Choose another with --admin-port N.`);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly', async (signal) => {
  const args = ['--config', await configFile(), '--port', '0', '--admin-port', '0', '--data', await temporaryFolder()];
  const { code, out, err } = await run(args, (text, stop) => {
    if (text.includes('ServiceBus=')) stop(signal);
  });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/AMQP on 127\.0\.0\.1:\d+/);
});
