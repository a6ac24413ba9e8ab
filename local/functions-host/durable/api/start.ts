/** `POST orchestrators/NAME[/ID]`: starts an orchestration. */
import { newId } from '../engine/context.ts';
import { failure, json, notSupported } from './answers.ts';
import { type ApiCall, type ApiHandler, header, requiredQuery } from './context.ts';
import { managementUrls } from './links.ts';

/** The extension's rules for instance ids. */
const idProblem = (id: string): string | undefined => {
  if (id.length > 256) return 'Instance IDs must not be longer than 256 characters.';
  if (id.startsWith('@')) return 'Instance IDs must not start with @.';
  // oxlint-disable-next-line no-control-regex
  return /[/\\#?\u0000-\u001f\u007f-\u009f]/.test(id)
    ? 'Instance IDs must not contain /, \\, #, ? or control characters.'
    : undefined;
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

const startedAnswer = ({ request }: ApiCall, id: string) => {
  const urls = managementUrls(id, { baseUrl: request.publicBaseUrl, requiredQuery: requiredQuery(request) });
  const { rewindPostUri: _, ...links } = urls;
  return json(202, links, { Location: urls.statusQueryGetUri ?? '', 'Retry-After': '10' });
};

export const startOrchestration: ApiHandler = async (call) => {
  const { engine, request, params } = call;
  if (request.query.has('timeout'))
    return notSupported('Starting an orchestration and waiting for its end (timeout=…) is');
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
  const trace = header(request, 'traceparent');
  const inTheWay = engine.start({ name, instanceId, input: body.input, version, trace });
  if (inTheWay !== undefined) {
    const { status } = inTheWay.row;
    return failure(
      500,
      `An Orchestration instance with the status ${status} already exists.`,
      'DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException',
    );
  }
  await engine.store.committed();
  return startedAnswer(call, instanceId);
};
