/** Whether every app and everything that it depends on is well, looked at every few seconds. */
import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../api/operate.ts';
import type { AppHealth } from '../api/types.ts';
import { Page } from '../shell/page.tsx';
import { operatorTexts } from '../texts-operator.ts';
import { cx } from '../ui/classes.ts';
import { Icon } from '../ui/icons.tsx';
import { ErrorState, Loading, Notice, Skeleton } from '../ui/states.tsx';

const words = operatorTexts.health;

const isHealthy = ({ status }: { status: string }): boolean => status === 'healthy';

const Mark = ({ status }: Pick<AppHealth, 'status'>) => (
  <span
    className={cx(
      'inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-semibold',
      isHealthy({ status }) ? 'bg-good-wash text-good' : 'bg-alarm-wash text-alarm',
    )}
  >
    <Icon name={isHealthy({ status }) ? 'check' : 'alert'} className="size-4" />
    {words[status]}
  </span>
);

const AppCard = ({ app }: { app: AppHealth }) => (
  <li className="rounded-3xl border border-line bg-sheet p-5 shadow-card">
    <div className="flex items-center justify-between gap-3">
      <h2 className="text-2xl first-letter:uppercase">{app.name}</h2>
      <Mark status={app.status} />
    </div>
    <ul className="mt-4 space-y-2">
      {app.checks.map((check) => (
        <li key={check.name} className="flex items-center gap-3 text-sm">
          <span className={cx('size-2.5 rounded-full', isHealthy(check) ? 'bg-good' : 'bg-alarm')} aria-hidden="true" />
          <span className="flex-1">
            {words.names[check.name] ?? check.name}{' '}
            <span className="sr-only">{isHealthy(check) ? words.healthy : words.unhealthy}</span>
          </span>
          <span className="text-soft tabular-nums">{words.checks(check.ms)}</span>
        </li>
      ))}
    </ul>
  </li>
);

const Overall = ({ apps }: { apps: readonly AppHealth[] }) => {
  const unwell = apps.filter((app) => !isHealthy(app)).map(({ name }) => name);
  return (
    <Notice tone={unwell.length === 0 ? 'good' : 'alarm'} className="mb-6">
      {unwell.length === 0 ? words.allWell : words.notWell(unwell.join(', '))}
    </Notice>
  );
};

export const StatusPage = () => {
  const status = useQuery(statusQuery);
  return (
    <Page title={words.title}>
      {status.isError && <ErrorState error={status.error} onRetry={() => void status.refetch()} />}
      {status.isPending && (
        <Loading>
          <Skeleton className="h-60 rounded-3xl" />
        </Loading>
      )}
      {status.data && !status.isError && (
        <>
          <Overall apps={status.data.apps} />
          <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
            {status.data.apps.map((app) => (
              <AppCard key={app.name} app={app} />
            ))}
          </ul>
        </>
      )}
    </Page>
  );
};
