/** Every benchmark in its shortest form: it runs to its end, and its last line is what the documentation promises. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { appNames } from '../../local/shop.ts';
import { haveRabbitMq } from './support/rabbitmq.ts';

const command = fileURLToPath(new URL('../../scripts/bench.ts', import.meta.url));

const bench = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args]);
  const lines = stdout.trimEnd().split('\n');
  return { printed: stdout, figures: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
};

const brief = ['--seconds', '1', '--warm-up', '0.5'];
const figure = expect.any(Number);

test.each([
  ['durable', 'host CPU ms each', { orchestrationsPerSecond: figure, stepMedianMs: figure }],
  ['http', 'Request and Response', { requestsPerSecond: figure, ratioToNode: figure }],
  [
    'broker',
    'persistent',
    { sendPerSecond: figure, receivePerSecond: figure, ratioToRabbitMq: haveRabbitMq() ? figure : null },
  ],
  ['gateway', 'one caller', { requestsPerSecond: figure, addedMedianMs: figure }],
  ['orders', 'CPU ms per order', { ordersPerSecond: figure, medianMs: figure }],
])('%s says where the time goes, and its figures', async (name, part, figures) => {
  const { printed, figures: found } = await bench(name, ...brief);
  expect(printed).toContain(part);
  expect(found).toEqual(figures);
});

test('coldstart measures every app', async () => {
  const { figures } = await bench('coldstart', ...brief);
  const app = { loadMs: figure, ratioToEmpty: figure, zipKb: figure };
  expect(figures).toEqual({ apps: Object.fromEntries(appNames.map((name) => [name, app])) });
});

/** What a first visit may load before the shop is there, in KB. */
const mostInitialJs = 130;

test('a first visit to the storefront loads little JavaScript', async () => {
  const { figures } = await bench('spa');
  expect(figures).toEqual({ initialJsGzipKb: figure });
  expect(figures.initialJsGzipKb).toBeGreaterThan(10);
  expect(figures.initialJsGzipKb).toBeLessThanOrEqual(mostInitialJs);
});

test('a profile names whose code takes the time', async () => {
  const { printed } = await bench('durable', ...brief, '--profile');
  expect(printed).toMatch(/durable: whose code takes the time[\s\S]*local\/functions-host/);
});

test('a name that is none is answered with those that are', async () => {
  await expect(bench('everything')).rejects.toThrow(/"everything" is no benchmark[\s\S]*durable\|http\|broker/);
});
