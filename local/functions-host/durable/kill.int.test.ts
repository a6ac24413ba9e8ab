import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../tests/support/random.ts';
import { EventType, parseEvents } from './replay/history.ts';
import { startVictim, type Victim } from './testing/victim.ts';

type Random = () => number;
const upTo = (random: Random, n: number): number => Math.floor(random() * n);

/** One orchestration: how to start it, what to send it, and what must come out. */
interface Run {
  name: string;
  input: unknown;
  events?: { name: string; data: unknown }[];
  output: unknown;
}

const squares = (n: number): number => Array.from({ length: n }, (_, i) => i * i).reduce((a, b) => a + b, 0);

const cities = (n: number): string[] => ['Tokyo', 'Seattle', 'London', 'Cairo', 'Lima'].slice(0, n);

const failedChild = "Orchestrator function 'throwing' failed: boom";

const shapes: ((random: Random, id: string) => Run)[] = [
  () => ({ name: 'helloCities', input: {}, output: cities(5).map((city) => `Hello ${city}!`) }),
  (random) => ({ name: 'chain', input: { n: 6, ms: upTo(random, 60) }, output: squares(6) }),
  (random) => {
    const n = 1 + upTo(random, 20);
    return { name: 'fanOut', input: { n, ms: upTo(random, 20) }, output: squares(n) };
  },
  (random) => ({ name: 'approval', input: { ms: 100 + upTo(random, 1000) }, output: 'timed out' }),
  () => ({
    name: 'approval',
    input: { ms: 3_600_000 },
    events: [{ name: 'Approval', data: { by: 'alice' } }],
    output: { approved: { by: 'alice' } },
  }),
  (random, id) => ({
    name: 'retrying',
    input: { key: id, failures: 2, attempts: 3, ms: 50 + upTo(random, 200) },
    output: { after: `${id} done` },
  }),
  (random) => {
    const left = 2 + upTo(random, 6);
    return { name: 'repeating', input: { left, sum: 0 }, output: squares(left + 1) };
  },
  () => {
    const output = [1, 2, 3, 4];
    const events = output.map((n) => ({ name: 'message', data: { n } }));
    return { name: 'collecting', input: { wanted: 4, ms: 20 }, events, output };
  },
  (random) => ({ name: 'sleeping', input: { ms: 100 + upTo(random, 300) }, output: true }),
  (random) => ({
    name: 'parent',
    input: { n: 3, ms: upTo(random, 60) },
    output: {
      sums: [0, 1, 5],
      error: `${failedChild} \n ${JSON.stringify({ Message: failedChild })}`,
      parent: 'none',
    },
  }),
];

/** Starts it and sends its events, each until it is accepted; gives its output. */
const play = async (victim: Victim, id: string, run: Run, random: Random): Promise<unknown> => {
  const pause = () => sleep(upTo(random, 150));
  await sleep(upTo(random, 400));
  const started = await victim.call('POST', `orchestrators/${run.name}/${id}`, JSON.stringify(run.input));
  if (started.status !== 202 && !started.text.includes('already exists')) throw new Error(started.text);
  for (const event of run.events ?? []) {
    await pause();
    const raised = await victim.call('POST', `instances/${id}/raiseEvent/${event.name}`, JSON.stringify(event.data));
    if (raised.status !== 202 && raised.status !== 410) throw new Error(raised.text);
  }
  for (;;) {
    const { text } = await victim.call('GET', `instances/${id}`);
    const { runtimeStatus, output } = JSON.parse(text) as { runtimeStatus: string; output: unknown };
    if (!['Pending', 'Running'].includes(runtimeStatus)) return output;
    await pause();
  }
};

const names = new Map<number, string>(Object.entries(EventType).map(([name, type]) => [type, name]));

/** What the file of a killed hub holds: for each unfinished instance the last event of its history, and the kept messages. */
const stateAtKill = (dataFile: string): string[] => {
  const db = new DatabaseSync(dataFile);
  const last = db
    .prepare(
      `SELECT (SELECT events FROM history h WHERE h.instance = i.key ORDER BY episode DESC LIMIT 1) AS events
       FROM instances i WHERE status IN ('Pending', 'Running')`,
    )
    .all();
  const kept = db.prepare('SELECT event FROM inbox').all();
  db.close();
  return [
    ...kept.map(() => 'message kept'),
    ...last.map(({ events }) =>
      events === null ? 'not begun' : (names.get(parseEvents(String(events)).at(-2)?.EventType ?? -1) ?? 'unknown'),
    ),
  ];
};

/** Lets the host do some work, which takes as long as it takes: fewer calls than those of one round's runs, so they will come. */
const goOn = async (victim: Victim, random: Random): Promise<void> => {
  const enough = victim.answered + 10 + upTo(random, 60);
  while (victim.answered < enough) await sleep(1);
};

/** What a kill has to meet at least once. */
const states = ['not begun', 'message kept', 'TaskScheduled', 'TaskCompleted', 'TimerCreated'];

test('every orchestration ends with its output although its host is killed again and again', {
  timeout: 180_000,
}, async () => {
  const { seed, random } = seededRandom();
  const dir = await mkdtemp(join(tmpdir(), 'durable-kill-'));
  const dataFile = join(dir, 'durable.db');
  const victim = await startVictim(dataFile, { FIXTURE_DIR: dir });
  const rounds = Number(process.env.KILL_ROUNDS ?? 6);
  const tally: Record<string, number> = {};
  const runs: Promise<void>[] = [];
  /** A few rounds, and more of them as long as there is a state that no kill has met. */
  const isEnough = (round: number) =>
    round >= rounds && (round >= 5 * rounds || states.every((state) => tally[state] !== undefined));

  const begin = async (id: string, run: Run): Promise<void> => {
    expect(await play(victim, id, run, random), `${run.name} ${id}, SEED=${seed}`).toEqual(run.output);
  };

  let round = 0;
  for (; !isEnough(round); round++) {
    for (const [i, shape] of shapes.entries())
      for (const copy of ['a', 'b', 'c', 'd']) {
        const id = `${round}-${i}-${copy}`;
        runs.push(begin(id, shape(random, id)));
      }
    await goOn(victim, random);
    await victim.kill();
    for (const state of stateAtKill(dataFile)) tally[state] = (tally[state] ?? 0) + 1;
    await victim.start();
  }
  await Promise.all(runs);
  await victim.kill();
  process.stdout.write(`killed ${round} times (SEED=${seed}), instances were at: ${JSON.stringify(tally)}\n`);
  expect(Object.keys(tally)).toEqual(expect.arrayContaining(states));
});
