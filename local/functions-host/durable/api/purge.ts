/** `DELETE instances[/ID]`: removes finished instances with their history. */
import type { Engine } from '../engine/context.ts';
import { isFinished } from '../engine/instances.ts';
import type { InstanceRow } from '../store/store.ts';
import { failure, json, notFound } from './answers.ts';
import type { ApiHandler } from './context.ts';
import { readFilter } from './filter.ts';

const remove = (engine: Engine, row: InstanceRow): void => {
  const cached = engine.instances.peek(row.id);
  if (cached !== undefined) engine.instances.drop(cached);
  engine.store.remove(row.key);
};

export const purgeInstance: ApiHandler = async ({ engine, params }) => {
  const instance = engine.instances.get(params.id ?? '');
  if (instance === undefined) return notFound();
  if (!isFinished(instance.row)) {
    engine.log.warn({ instance: params.id }, `not purged: it is ${instance.row.status}. Terminate it first.`);
    return notFound();
  }
  remove(engine, instance.row);
  await engine.store.committed();
  return json(200, { instancesDeleted: 1 });
};

const batch = 500;

export const purgeInstances: ApiHandler = async ({ engine, request }) => {
  const read = readFilter(request);
  if ('problem' in read) return failure(400, read.problem);
  if (read.filter.createdFrom === undefined) return failure(400, 'Please provide value for createdTimeFrom parameter.');
  let instancesDeleted = 0;
  let after = 0;
  for (let rows: InstanceRow[] = [], more = !read.none; more; more = rows.length === batch) {
    await engine.store.committed();
    rows = engine.store.list({ ...read.filter, after, limit: batch });
    for (const row of rows.filter(isFinished)) {
      remove(engine, row);
      instancesDeleted += 1;
    }
    after = rows.at(-1)?.key ?? after;
    await engine.store.committed();
  }
  return instancesDeleted === 0 ? notFound() : json(200, { instancesDeleted });
};
