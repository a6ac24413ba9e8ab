/** Whether an app and what it depends on can work: what `GET <context>/health` answers, for API Management, the operator's page and whoever is on call. */
import type { HttpHandler } from '@azure/functions';
import { discover } from '../identity/keys.ts';
import type { IdentitySettings } from '../identity/settings.ts';
import type { Bus } from '../messaging/bus.ts';
import { commonProblems } from './problems.ts';
import type { Reply } from './reply.ts';
import { type RouteHandler, render } from './route.ts';

/** A check that says nothing for so long has failed. */
const patienceMs = 5000;

export interface Check {
  name: string;
  status: 'healthy' | 'unhealthy';
  /** How long the check took. */
  ms: number;
}

const orTimeOut = async (work: Promise<unknown>): Promise<unknown> => {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${patienceMs} ms.`)), patienceMs);
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
};

const run = async (name: string, check: () => Promise<unknown>, onFailure: OnFailure): Promise<Check> => {
  const started = performance.now();
  const status = await orTimeOut((async () => check())()).then(
    () => 'healthy' as const,
    (error: unknown) => {
      onFailure(`${name} is unhealthy: ${String(error)}`);
      return 'unhealthy' as const;
    },
  );
  return { name, status, ms: Math.round(performance.now() - started) };
};

type OnFailure = (message: string) => void;

type Checks = Readonly<Record<string, () => Promise<unknown>>>;

/** The checks of what every app needs beside its store. */
export const surroundings = (bus: Bus, { IDENTITY_ISSUER }: Pick<IdentitySettings, 'IDENTITY_ISSUER'>): Checks => ({
  bus: () => bus.ping(),
  identity: () => discover(IDENTITY_ISSUER),
});

/**
 * Runs the checks side by side; one that throws, or is silent for five seconds, has failed: 200 when none has, 503 otherwise. Why it
 * failed goes to `onFailure` (the log), not into the answer.
 */
export const health = async (checks: Checks, onFailure: OnFailure = () => undefined): Promise<Reply> => {
  const results = await Promise.all(Object.entries(checks).map(([name, check]) => run(name, check, onFailure)));
  const status = results.every((check) => check.status === 'healthy') ? 'healthy' : 'unhealthy';
  const headers = { 'cache-control': 'no-store' };
  return { status: status === 'healthy' ? 200 : 503, body: { status, checks: results }, headers };
};

/** The handler of `GET <context>/health`, for anyone. It needs nothing but its checks, so it answers also when the app can open nothing. */
export const healthRoute = (checks: Checks): RouteHandler => {
  const handler: HttpHandler = async (_request, context) =>
    render(await health(checks, (message) => context.error(message)));
  return Object.assign(handler, { spec: { access: 'anyone' as const }, problems: commonProblems });
};
