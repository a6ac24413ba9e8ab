/** Runs the timer-triggered functions of an app: each in a loop of its own, so one function's runs never overlap. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import { triggers } from '../bindings.ts';
import { refuse, toError } from '../errors.ts';
import { cannotRun, functionsOf, type HostedFunction } from '../functions.ts';
import type { Invoke } from '../invocation.ts';
import { invokeWithRetry } from '../retry.ts';
import type { RpcTypedData } from '../rpc.ts';
import { resolveSettings } from '../settings.ts';
import { traceContext } from '../trace-context.ts';
import { afterRun, isMonitored, parseSchedule, resume, type Schedule, type ScheduleStatus } from './schedule.ts';
import { openStatusStore, type StatusStore } from './status-store.ts';

export interface TimerOptions {
  dataDir: string | undefined;
  invoke: Invoke;
  log: Logger;
}

interface Timer {
  fn: HostedFunction;
  schedule: Schedule;
  runOnStartup: boolean;
  monitored: boolean;
}

const parseTimer = (fn: HostedFunction): Timer => {
  const { schedule: text, runOnStartup, useMonitor } = triggers.timerTrigger.parse(fn.trigger.binding);
  const schedule = parseSchedule(resolveSettings(text, `function "${fn.name}", schedule`));
  return { fn, schedule, runOnStartup, monitored: useMonitor !== false && isMonitored(schedule, new Date()) };
};

/** The timers of an app, or a HostError with every schedule that is wrong. */
const parseTimers = (functions: readonly HostedFunction[]): Timer[] => {
  const problems: string[] = [];
  const timers = functionsOf(functions, 'timerTrigger').flatMap((fn) => {
    try {
      return [parseTimer(fn)];
    } catch (error) {
      problems.push(
        `function "${fn.name}", schedule "${String(fn.trigger.binding.schedule)}": ${toError(error).message}`,
      );
      return [];
    }
  });
  refuse(cannotRun, problems);
  return timers;
};

/** What the function receives; a timer without kept status has none to show. */
export const timerValue = (status: ScheduleStatus | null, isPastDue: boolean): RpcTypedData => ({
  json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: isPastDue }),
});

const longestSleep = 86_400_000;

const sleepUntil = async (time: Date, signal: AbortSignal): Promise<void> => {
  for (let left = time.getTime() - Date.now(); left > 0; left = time.getTime() - Date.now()) {
    await sleep(Math.min(left, longestSleep), undefined, { signal });
  }
};

const runLoop = async (timer: Timer, store: StatusStore, { invoke, log }: TimerOptions, signal: AbortSignal) => {
  const { fn, schedule, monitored } = timer;
  const started = new Date();
  let status = resume(monitored ? store.get(fn.name) : undefined, schedule, started);
  if (monitored) store.set(fn.name, status);

  const run = async (onSchedule: boolean, isPastDue: boolean) => {
    const at = new Date();
    const call = { trigger: timerValue(monitored ? status : null, isPastDue), trace: traceContext(), signal };
    await invokeWithRetry(invoke, fn, call).catch(() => log.debug({ function: fn.name }, 'goes on with its schedule'));
    status = afterRun(status, schedule, { at, onSchedule });
    if (monitored) store.set(fn.name, status);
  };

  const isPastDue = new Date(status.Next) < started;
  if (isPastDue || timer.runOnStartup) await run(false, isPastDue);
  while (!signal.aborted) {
    await sleepUntil(new Date(status.Next), signal);
    await run(true, false);
  }
};

/** Starts every timer. `stop` starts no more runs and resolves when those that run have ended. */
export const startTimers = (functions: readonly HostedFunction[], options: TimerOptions) => {
  const timers = parseTimers(functions);
  const store = openStatusStore(timers.some(({ monitored }) => monitored) ? options.dataDir : undefined);
  const abort = new AbortController();
  const loops = timers.map((timer) =>
    runLoop(timer, store, options, abort.signal).catch((error: unknown) => {
      if (!abort.signal.aborted)
        options.log.error({ function: timer.fn.name, err: toError(error) }, 'this timer has stopped');
    }),
  );
  return {
    stop: async () => {
      abort.abort();
      await Promise.all(loops);
    },
  };
};
