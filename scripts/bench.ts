/** `npm run bench -- NAME`: measures one thing, prints a table of where the time goes, and as the last line its figures as JSON. */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from '../tests/bench/bench.ts';
import { buildChanges } from './build.ts';

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  durable: async () => (await import('../tests/bench/durable.ts')).durable,
  http: async () => (await import('../tests/bench/http.ts')).http,
  broker: async () => (await import('../tests/bench/broker.ts')).broker,
  gateway: async () => (await import('../tests/bench/gateway.ts')).gateway,
  orders: async () => (await import('../tests/bench/orders.ts')).orders,
  coldstart: async () => (await import('../tests/bench/cold-start.ts')).coldStart,
  spa: async () => (await import('../tests/bench/spa.ts')).spa,
};

const usage = `Usage: npm run bench -- ${Object.keys(benches).join('|')} [--seconds N] [--warm-up N] [--profile]

  --seconds N  how long each measurement lasts (default 10, orders 20)
  --warm-up N  how long each warms up (default 3, orders 5)
  --profile    say whose code takes the time; costs some of it`;

const positive = (flag: string, text: string | undefined): number | undefined => {
  const value = Number(text);
  if (text === undefined || value > 0) return text === undefined ? undefined : value;
  throw new Error(`${flag} is "${text}"; it must be a number of seconds above 0.\n${usage}`);
};

const readArguments = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  });
  const [name = ''] = positionals;
  const open = benches[name];
  if (!open || positionals.length > 1) throw new Error(`"${positionals.join(' ')}" is no benchmark.\n${usage}`);
  const [seconds, warmUpSeconds] = name === 'orders' ? [20, 5] : [10, 3];
  return {
    open,
    options: {
      seconds: positive('--seconds', values.seconds) ?? seconds,
      warmUpSeconds: positive('--warm-up', values['warm-up']) ?? warmUpSeconds,
      profile: values.profile,
    },
  };
};

try {
  const { open, options } = readArguments();
  const bench = await open();
  await buildChanges();
  const load = loadavg()[0]?.toFixed(1);
  const figures = await bench(options);
  console.log(`\nLoad of the machine before: ${load}.`);
  console.log(JSON.stringify(figures));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // What was started runs on otherwise; it stops when we are gone.
  process.exit(1);
}
