/** `GET instances[/ID]`: how instances are. */
import { isFinished } from '../engine/instances.ts';
import type { DurableApiRequest } from '../port.ts';
import { parseEvents } from '../replay/history.ts';
import type { InstanceRow } from '../store/store.ts';
import { failure, json, notFound } from './answers.ts';
import { type ApiHandler, header, requiredQuery } from './context.ts';
import { readFilter } from './filter.ts';
import { historyView } from './history-view.ts';
import { managementUrls } from './links.ts';

/** Texts that are not JSON (a failure, a reason) are shown as they are. */
const parsed = (text: string | null): unknown => {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const seconds = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** An instance as the API shows it. */
export const statusOf = (row: InstanceRow, showInput: boolean): Record<string, unknown> => ({
  name: row.name,
  instanceId: row.id,
  runtimeStatus: row.status,
  input: showInput ? parsed(row.input) : null,
  customStatus: parsed(row.custom_status),
  output: parsed(row.output),
  createdTime: seconds(row.created_at),
  lastUpdatedTime: seconds(row.updated_at),
});

const flag = ({ query }: DurableApiRequest, name: string, standard: boolean): boolean =>
  (query.get(name) ?? String(standard)).toLowerCase() === 'true';

/** `Location` and `Retry-After` of an instance that is not finished. */
export const pendingHeaders = (request: DurableApiRequest, id: string, retryAfter: number): Record<string, string> => {
  const urls = managementUrls(id, { baseUrl: request.publicBaseUrl, requiredQuery: requiredQuery(request) });
  return { Location: urls.statusQueryGetUri ?? '', 'Retry-After': String(retryAfter) };
};

export const getStatus: ApiHandler = async ({ engine, request, params }) => {
  await engine.store.committed();
  const row = engine.store.find(params.id ?? '');
  if (row === undefined) return notFound();
  const status = statusOf(row, flag(request, 'showInput', true));
  if (flag(request, 'showHistory', false)) {
    const events = parseEvents(engine.store.episodes(row.key).join(','));
    status.historyEvents = historyView(events, flag(request, 'showHistoryOutput', false));
  }
  if (!isFinished(row)) return json(202, status, pendingHeaders(request, row.id, 5));
  const asError = row.status === 'Failed' && flag(request, 'returnInternalServerErrorOnFailure', false);
  return json(asError ? 500 : 200, status);
};

const largestPage = 100;

const pageSize = (request: DurableApiRequest): number => {
  const top = Number(request.query.get('top') ?? 0);
  return Number.isInteger(top) && top > 0 ? top : largestPage;
};

export const listInstances: ApiHandler = async ({ engine, request }) => {
  const read = readFilter(request);
  if ('problem' in read) return failure(400, read.problem);
  if (read.none) return json(200, []);
  const after = Number(header(request, 'x-ms-continuation-token') || 0);
  if (!Number.isInteger(after)) return failure(400, 'x-ms-continuation-token must be a token of an earlier answer.');
  await engine.store.committed();
  const limit = pageSize(request);
  const rows = engine.store.list({ ...read.filter, after, limit });
  const last = rows.at(-1);
  const next: Record<string, string> =
    rows.length < limit || last === undefined ? {} : { 'x-ms-continuation-token': String(last.key) };
  const showInput = flag(request, 'showInput', true);
  return json(
    200,
    rows.map((row) => statusOf(row, showInput)),
    next,
  );
};
