/** Kills parts of a running shop, one after the other, in a random order in which every part has its turn. */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Shop } from '../../local/shop.ts';
import { eventually } from './shop.ts';

export interface Chaos {
  /** How often each part was killed. */
  readonly kills: ReadonlyMap<string, number>;
  /** Ends it when every part has been killed at least once and all of them are back. */
  stop(): Promise<void>;
}

interface Chances {
  random: () => number;
  /** Longest pause between two kills. */
  pauseMs: number;
}

type Part = Shop['parts'][number];

const shuffled = <T>(all: readonly T[], random: () => number): T[] =>
  all
    .map((one) => ({ one, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Waits until the supervisor has started it again and it can be reached. */
const kill = async (part: Part): Promise<void> => {
  const { pid } = part;
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await eventually(
    async () => part.pid !== pid && (await listens(part.port)),
    (isBack) => isBack,
    60,
  );
};

export const startChaos = ({ parts }: Pick<Shop, 'parts'>, { random, pauseMs }: Chances): Chaos => {
  const kills = new Map<string, number>(parts.map(({ name }) => [name, 0]));
  let stopping = false;
  const everyPartWasKilled = () => [...kills.values()].every((count) => count > 0);
  const rage = async () => {
    for (;;)
      for (const part of shuffled(parts, random)) {
        if (stopping && everyPartWasKilled()) return;
        await wait(random() * pauseMs);
        await kill(part);
        kills.set(part.name, (kills.get(part.name) ?? 0) + 1);
      }
  };
  const raging = rage();
  return {
    kills,
    stop: async () => {
      stopping = true;
      await raging;
    },
  };
};

/** Goes on asking while what is asked comes back, and throws its last error when it does not. */
export const persistently = async <T>(ask: () => Promise<T>, seconds = 90): Promise<T> => {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await wait(100);
    }
  }
};
