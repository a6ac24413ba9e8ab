/** `POST orchestrators/NAME[/ID]`: starts an orchestration, and with `timeout` waits for its end. */

import { traceContext } from '../../trace-context.ts';
import { type Engine, newId } from '../engine/context.ts';
import type { DurableApiResponse } from '../port.ts';
import { failure, json, notFound } from './answers.ts';
import { type ApiCall, type ApiHandler, header, requiredQuery } from './context.ts';
import { managementUrls } from './links.ts';
import { pendingHeaders, statusOf } from './status.ts';

/** The extension's rules for instance ids. */
const idProblem = (id: string): string | undefined => {
  if (id.length > 256) return 'Instance IDs must not be longer than 256 characters.';
  if (id.startsWith('@')) return 'Instance IDs must not start with @.';
  return /[/\\#?\p{Cc}]/u.test(id) ? 'Instance IDs must not contain /, \\, #, ? or control characters.' : undefined;
};

/** The input's JSON text; a call without a body (what the SDK sends for no input) starts with the empty string. */
const inputOf = (body: Buffer): { input: string } | { problem: string } => {
  const text = body.toString('utf8');
  if (text === '') return { input: '""' };
  try {
    return { input: JSON.stringify(JSON.parse(text)) };
  } catch (error) {
    return { problem: `The body must be JSON, the input of the orchestration: ${String(error)}` };
  }
};

const startedAnswer = ({ request }: ApiCall, id: string): DurableApiResponse => {
  const urls = managementUrls(id, { baseUrl: request.publicBaseUrl, requiredQuery: requiredQuery(request) });
  const { rewindPostUri: _, ...links } = urls;
  return json(202, links, pendingHeaders(request, id, 10));
};

/** Resolves to whether the instance ended in time. */
const endsWithin = (engine: Engine, id: string, seconds: number): Promise<boolean> =>
  new Promise((resolve) => {
    const done = (ended: boolean) => {
      clearTimeout(timer);
      forget();
      resolve(ended);
    };
    const timer = setTimeout(() => done(false), seconds * 1000);
    const forget = engine.whenFinished(id, () => done(true));
  });

/** The output of an instance that completed, the status of one that ended otherwise. */
const endAnswer = ({ engine }: ApiCall, id: string): DurableApiResponse => {
  const row = engine.store.find(id);
  if (row === undefined) return notFound();
  const status = statusOf(row, true);
  return row.status === 'Completed' ? json(200, status.output) : json(row.status === 'Failed' ? 500 : 200, status);
};

/** `timeout`: how many seconds the caller waits for the end, or undefined. */
const waitOf = (text: string | null): { seconds?: number; problem?: string } => {
  if (text === null) return {};
  const seconds = Number(text);
  return seconds > 0 ? { seconds } : { problem: `timeout must be a number of seconds, not '${text}'.` };
};

export const startOrchestration: ApiHandler = async (call) => {
  const { engine, request, params } = call;
  const wait = waitOf(request.query.get('timeout'));
  if (wait.problem !== undefined) return failure(400, wait.problem);
  const name = engine.functions.find('orchestrator', params.name ?? '');
  if (name === undefined) {
    const refusal = engine.functions.refusal('orchestrator', params.name ?? '') ?? '';
    engine.log.error(refusal);
    return failure(400, refusal);
  }
  const instanceId = params.id || newId();
  const problem = idProblem(instanceId);
  const body = inputOf(request.body);
  if (problem !== undefined) return failure(400, problem);
  if ('problem' in body) return failure(400, body.problem);
  const version = request.query.get('version') ?? undefined;
  const trace = traceContext(header(request, 'traceparent')).traceParent;
  const inTheWay = engine.start({ name, instanceId, input: body.input, version, trace });
  if (inTheWay !== undefined) {
    const { status } = inTheWay.row;
    return failure(
      500,
      `An Orchestration instance with the status ${status} already exists.`,
      'DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException',
    );
  }
  const ended = wait.seconds === undefined ? false : await endsWithin(engine, instanceId, wait.seconds);
  if (ended) return endAnswer(call, instanceId);
  await engine.store.committed();
  return startedAnswer(call, instanceId);
};
