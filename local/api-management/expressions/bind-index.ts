/** `value[key]`: which types have it, and what it gives. */
import { notNull } from './bind-calls.ts';
import type { Bound } from './binding.ts';
import { implicit } from './conversions.ts';
import { entry, at as itemAt } from './library/collections.ts';
import { child } from './library/json.ts';
import { groupOf } from './library/regex.ts';
import { regexGroup } from './library/types.ts';
import { failAt } from './problem.ts';
import * as t from './types.ts';

/** How an item is read, by the type it is read from. */
const indexers: Record<string, (self: never, key: never) => unknown> = {
  JToken: child,
  JObject: child,
  JArray: child,
  string: (self: string, key: number) => itemAt(self.split(''), key),
  GroupCollection: groupOf,
  Array: itemAt,
  List: itemAt,
  'byte[]': itemAt,
  Dictionary: entry,
  IReadOnlyDictionary: entry,
};

/** What may stand between the brackets, and what comes out. */
const indexTypes = (type: t.Type): { keys: t.Type[]; item: t.Type } | undefined => {
  if (type.name === 'JToken' || type.base?.name === 'JToken') return { keys: [t.string, t.int], item: t.jToken };
  if (type.name === 'string') return { keys: [t.int], item: t.char };
  if (type.name === 'GroupCollection') return { keys: [t.int, t.string], item: regexGroup };
  if (['Array', 'List', 'byte[]'].includes(type.library)) return { keys: [t.int], item: type.element ?? t.object };
  const [key, item] = type.arguments;
  return key && item && type.library.endsWith('Dictionary') ? { keys: [key], item } : undefined;
};

/** Binds `self[key]`. */
export const bindIndex = (self: Bound, key: Bound, at: number): Bound => {
  const types =
    indexTypes(self.type) ??
    failAt(at)(
      `${self.type.name} has no [ ]${self.type.library === 'IEnumerable' ? '; use ElementAt or ToArray()' : ''}`,
    );
  if (!types.keys.some((type) => implicit(key, type)))
    failAt(at)(
      `[ ] of ${self.type.name} takes ${types.keys.map(({ name }) => name).join(' or ')}, not ${key.type.name}`,
    );
  const read = (indexers[self.type.library] ?? child) as (self: unknown, key: unknown) => unknown;
  const [run, keyOf] = [self.run, key.run];
  return { type: types.item, run: (frame) => read(notNull(run(frame), '[ ]'), keyOf(frame)) };
};
