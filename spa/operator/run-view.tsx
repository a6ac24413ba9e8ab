/** The run of an order as a timeline: every step, message, wait, retry and error, with all details on demand. */
import { useQuery } from '@tanstack/react-query';
import { runQuery } from '../api/operate.ts';
import { isProblem } from '../api/problem.ts';
import type { OrderRun } from '../api/types.ts';
import { timeOfDay } from '../format.ts';
import { operatorTexts } from '../texts-operator.ts';
import { cx } from '../ui/classes.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { Panel } from './parts.tsx';
import { type RunEntry, type RunKind, runEntries } from './run-entries.ts';

const looks: Record<RunKind, { icon: IconName; look: string }> = {
  begin: { icon: 'right', look: 'bg-sand text-ink' },
  step: { icon: 'check', look: 'bg-good-wash text-good' },
  heard: { icon: 'bell', look: 'bg-sand text-link' },
  wait: { icon: 'clock', look: 'bg-note-wash text-note' },
  failure: { icon: 'alert', look: 'bg-alarm-wash text-alarm' },
  end: { icon: 'lock', look: 'bg-sand text-ink' },
};

const Entry = ({ entry }: { entry: RunEntry }) => {
  const { icon, look } = looks[entry.kind];
  return (
    <li className="flex gap-3 py-1.5">
      <span className={cx('flex size-8 shrink-0 items-center justify-center rounded-full', look)}>
        <Icon name={icon} className="size-4" />
      </span>
      <details className="group min-w-0 flex-1">
        <summary className="flex flex-wrap items-baseline gap-x-3 rounded pt-1">
          <span className={cx('font-semibold', entry.kind === 'failure' && 'text-alarm')}>{entry.title}</span>
          {entry.notes.map((note) => (
            <span key={note} className="text-sm">
              {note}
            </span>
          ))}
          <span className="flex-1 text-right text-sm whitespace-nowrap text-soft tabular-nums">
            {entry.tookMs !== undefined && `${operatorTexts.run.took(entry.tookMs)} · `}
            <time dateTime={entry.at}>{timeOfDay(entry.at)}</time>
          </span>
          <Icon name="right" className="size-4 self-center text-soft transition-transform group-open:rotate-90" />
          <span className="sr-only">{operatorTexts.order.raw}</span>
        </summary>
        <pre className="mt-1 mb-2 max-h-72 overflow-auto rounded-xl bg-sand p-3 text-xs whitespace-pre-wrap">
          {JSON.stringify(entry.raw, undefined, 2)}
        </pre>
      </details>
    </li>
  );
};

interface RunViewProps {
  orderId: string;
  /** Milliseconds between two looks while the run goes on: it goes on for a while after the order has come to its end. */
  refreshMs: number;
  /** The order is still to go on: a run that is not there yet begins in a moment. */
  isExpected: boolean;
}

const isOver = (run: OrderRun | undefined): boolean =>
  run !== undefined && !['Pending', 'Running'].includes(run.runtimeStatus);

const isNoRun = (error: unknown): boolean => isProblem(error, 'run-not-found');

export const RunView = ({ orderId, refreshMs, isExpected }: RunViewProps) => {
  const run = useQuery({
    ...runQuery(orderId),
    refetchInterval: ({ state }) =>
      !isOver(state.data) && (state.status !== 'error' || (isExpected && isNoRun(state.error))) && refreshMs,
  });
  const isMissing = isNoRun(run.error);
  const isGone = isMissing && !isExpected;
  return (
    <Panel
      title={operatorTexts.order.run}
      aside={run.data && <span className="text-sm font-semibold text-soft">{run.data.runtimeStatus}</span>}
    >
      {(run.isPending || (isMissing && isExpected)) && (
        <Loading>
          <Skeleton className="h-48" />
        </Loading>
      )}
      {isGone && <p className="text-soft">{operatorTexts.order.runGone}</p>}
      {run.isError && !isMissing && <ErrorState error={run.error} onRetry={() => void run.refetch()} />}
      {run.data && (
        <ol>
          {runEntries(run.data.history).map((entry, place) => (
            <Entry key={`${place} ${entry.at}`} entry={entry} />
          ))}
        </ol>
      )}
    </Panel>
  );
};
