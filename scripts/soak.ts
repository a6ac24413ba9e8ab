/** `npm run soak [-- --orders N --seed N]`: the long form of the soak test; ends with another code than 0 when the books do not add up. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const usage = 'Usage: npm run soak -- [--orders 300] [--seed 123]';

/** A whole number of at least one; undefined when the option was not given. */
const wholeNumber = (name: string, value: string | undefined): string | undefined => {
  if (value === undefined || /^[1-9]\d{0,8}$/.test(value)) return value;
  throw new Error(`--${name} must be a whole number from 1 on, not "${value}".\n${usage}`);
};

const soak = async (): Promise<boolean> => {
  const { values } = parseArgs({ options: { orders: { type: 'string' }, seed: { type: 'string' } } });
  process.env['SOAK_ORDERS'] = wholeNumber('orders', values.orders) ?? '300';
  const seed = wholeNumber('seed', values.seed);
  if (seed !== undefined) process.env['SEED'] = seed;
  const root = fileURLToPath(new URL('..', import.meta.url));
  const vitest = await startVitest('test', ['tests/soak.e2e'], { root, watch: false, project: ['e2e'] });
  const modules = vitest.state.getTestModules();
  const passed = modules.length > 0 && modules.every((one) => one.ok());
  await vitest.close();
  return passed;
};

try {
  process.exitCode = (await soak()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
