/** `orders`: buyers who put something into their basket, check out, wait until the order is paid, and begin again; on the real shop. */
import { join } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { closedLoop } from './support/closed-loop.ts';
import { withFolder } from './support/folder.ts';
import { type Change, type Market, openMarket } from './support/market.ts';
import { clockMicros, printProfiles, profileFlags, type Window } from './support/profiles.ts';
import { median, quantile, round, sum } from './support/statistics.ts';
import { printTable } from './support/table.ts';
import { memoryOf, type Named, startUsage } from './support/usage.ts';

const buyers = 32;

/** What was seen while so many bought: the span of time, and what each process used in it. */
interface Phase {
  /** Milliseconds since the epoch. */
  begin: number;
  end: number;
  clock: Window;
  cpu: { name: string; seconds: number }[];
  memory: Map<string, { residentMb: number; proportionalMb: number }[]>;
}

/** Looks at the memory every second, so that growth shows. */
const watchMemory = (processes: readonly Named[]) => {
  const memory: Phase['memory'] = new Map(processes.map(({ name }) => [name, []]));
  const look = () => {
    for (const process of processes) memory.get(process.name)?.push(memoryOf(process));
  };
  look();
  const timer = setInterval(look, 1_000);
  return () => {
    clearInterval(timer);
    look();
    return memory;
  };
};

const trade = async (market: Market, workers: number, options: Omit<BenchOptions, 'profile'>): Promise<Phase> => {
  const processes = [...market.shop.parts, { name: 'buyers', pid: process.pid }];
  const phase: Phase = { begin: 0, end: 0, clock: { begin: 0, end: 0 }, cpu: [], memory: new Map() };
  let usage = startUsage(processes);
  let memory = () => phase.memory;
  const onMeasure = (at: 'begin' | 'end') => {
    phase[at] = Date.now();
    phase.clock[at] = clockMicros();
    if (at === 'begin') {
      usage = startUsage(processes);
      memory = watchMemory(market.shop.parts);
    } else {
      phase.cpu = usage.cpu();
      phase.memory = memory();
    }
  };
  await closedLoop({ workers, ...options, onMeasure }, (buyer) => market.buy(buyer));
  return phase;
};

type Times = ReadonlyMap<string, number>;

/** When each order that was paid within the phase came to each of its states. */
const paidIn = (history: readonly Change[], { begin, end }: Phase): Times[] => {
  const orders = new Map<string, Map<string, number>>();
  for (const { orderId, status, at } of history)
    orders.set(orderId, (orders.get(orderId) ?? new Map<string, number>()).set(status, at));
  return [...orders.values()].filter((times) => {
    const paid = times.get('Paid') ?? 0;
    return paid >= begin && paid < end;
  });
};

const tookMs = (orders: readonly Times[], from: string, to: string): number[] =>
  orders.map((times) => (times.get(to) ?? Number.NaN) - (times.get(from) ?? Number.NaN));

const steps = [
  ['Submitted', 'AwaitingStockValidation'],
  ['AwaitingStockValidation', 'Validated'],
  ['Validated', 'Paid'],
  ['Submitted', 'Paid'],
] as const;

const printSteps = (idle: readonly Times[], busy: readonly Times[]): void =>
  printTable(
    'Where an order spends its time, from its history',
    ['from', 'to', 'median ms alone', `median ms of ${buyers}`, '99% ms'],
    steps.map(([from, to]) => {
      const [alone, together] = [tookMs(idle, from, to), tookMs(busy, from, to)];
      return [from, to, median(alone), median(together), quantile(together, 0.99)];
    }),
  );

const printUsage = ({ cpu, memory }: Phase, orders: number): void => {
  const row = (name: string, seconds: number, looks: readonly { residentMb: number; proportionalMb: number }[]) => {
    const megabytes = looks.map(({ residentMb }) => residentMb);
    const fair = Math.max(...looks.map(({ proportionalMb }) => proportionalMb));
    return [name, (1000 * seconds) / orders, megabytes[0] ?? 0, megabytes.at(-1) ?? 0, Math.max(...megabytes), fair];
  };
  const rows = cpu.map(({ name, seconds }) => {
    const looks = memory.get(name);
    return looks ? row(name, seconds, looks) : [name, (1000 * seconds) / orders];
  });
  const total = [1, 2, 3, 4, 5].map((column) => sum(rows.map((cells) => Number(cells[column] ?? 0))));
  printTable(
    'What the processes use while they all buy',
    ['process', 'CPU ms per order', 'MB at begin', 'MB at end', 'MB at most', 'of it not shared'],
    [...rows, ['all', ...total]],
  );
};

export const orders: Bench = (options) =>
  withFolder(async (folder) => {
    const { seconds, warmUpSeconds, profile } = options;
    const flags = (part: string) => (profile ? profileFlags(folder, part) : []);
    const market = await openMarket(join(folder, 'shop'), buyers, flags);
    const idle = await trade(market, 1, { warmUpSeconds: warmUpSeconds / 4, seconds: seconds / 4 });
    // One buyer's last order may end after the time is up; of several it would only say how long the rest of them queued.
    idle.end = Date.now();
    const busy = await trade(market, buyers, { warmUpSeconds, seconds });
    const history = market.history();
    await market.close();

    const [alone, together] = [paidIn(history, idle), paidIn(history, busy)];
    printSteps(alone, together);
    printUsage(busy, together.length);
    if (profile) printProfiles(folder, busy.clock);
    return {
      ordersPerSecond: round((1000 * together.length) / (busy.end - busy.begin)),
      medianMs: round(median(tookMs(alone, 'Submitted', 'Paid'))),
    };
  });
