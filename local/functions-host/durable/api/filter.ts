/** Which instances a call means: `createdTimeFrom`, `createdTimeTo` and `runtimeStatus` of its query. */
import type { DurableApiRequest } from '../port.ts';
import { RuntimeStatus } from '../replay/history.ts';
import type { InstanceFilter } from '../store/store.ts';

type Filter = Omit<InstanceFilter, 'after' | 'limit'>;

const names = new Map(Object.keys(RuntimeStatus).map((name) => [name.toLowerCase(), name as RuntimeStatus]));

/** States of Azure that no instance is ever found in here. */
const never = new Set(['canceled', 'continuedasnew']);

const statusesOf = (text: string): { statuses: RuntimeStatus[]; unknown: string[] } => {
  const asked = text.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !names.has(name.toLowerCase()) && !never.has(name.toLowerCase()));
  return { statuses: asked.flatMap((name) => names.get(name.toLowerCase()) ?? []), unknown };
};

/** The filter, or what is wrong with it. `none` means that no instance can match. */
export const readFilter = ({ query }: DurableApiRequest): { filter: Filter; none: boolean } | { problem: string } => {
  const filter: Filter = {};
  for (const [name, key] of [
    ['createdTimeFrom', 'createdFrom'],
    ['createdTimeTo', 'createdTo'],
  ] as const) {
    const text = query.get(name);
    if (text === null || text === '') continue;
    const time = Date.parse(text);
    if (Number.isNaN(time))
      return { problem: `${name} must be an ISO 8601 time, e.g. 2026-01-31T12:00:00Z, not '${text}'.` };
    filter[key] = time;
  }
  const text = query.get('runtimeStatus');
  if (text === null || text === '') return { filter, none: false };
  const { statuses, unknown } = statusesOf(text);
  if (unknown.length > 0)
    return {
      problem: `runtimeStatus must be a list of ${Object.keys(RuntimeStatus).join(', ')}, not '${unknown.join()}'.`,
    };
  return { filter: { ...filter, statuses }, none: statuses.length === 0 };
};
