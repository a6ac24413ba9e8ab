/** What is wrong with a configuration, in words that name the entity and the property. */
import type { z } from 'zod';

const kinds: Record<string, string> = {
  Queues: 'queue',
  Topics: 'topic',
  Subscriptions: 'subscription',
  Rules: 'rule',
};

const child = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

/** `topic "events", subscription "basket": Properties.LockDuration` from the path of an issue. */
const placeOf = (path: readonly PropertyKey[], input: unknown): string => {
  const entities: string[] = [];
  let rest: PropertyKey[] = [];
  let value = input;
  for (const [i, key] of path.entries()) {
    value = child(value, key);
    rest.push(key);
    const kind = kinds[String(path[i - 1])];
    if (typeof key !== 'number' || kind === undefined) continue;
    entities.push(`${kind} ${JSON.stringify(child(value, 'Name') ?? key)}`);
    rest = [];
  }
  const property = rest.map(String).join('.');
  return entities.length === 0 ? property : [entities.join(', '), property].filter(Boolean).join(': ');
};

/** One line per violation of the schema. `input` is what was parsed; it supplies the names. */
export const schemaProblems = (error: z.ZodError, input: unknown): string[] =>
  error.issues.map((issue) => {
    const place = placeOf(issue.path, input);
    return place === '' ? issue.message : `${place}: ${issue.message}`;
  });
