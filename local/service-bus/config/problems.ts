/** What is wrong with a configuration, in words that name the entity and the property. */
import type { z } from 'zod';
import type { ParsedConfig, ParsedRule } from './schema.ts';

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

type Namespace = ParsedConfig['UserConfig']['Namespaces'][number];

const LATER = 'this broker does not offer it yet';

const unsupportedSwitches = (where: string, properties: Record<string, unknown>): string[] =>
  ['RequiresSession', 'RequiresDuplicateDetection', 'ForwardTo', 'ForwardDeadLetteredMessagesTo']
    .filter((name) => properties[name] === true || (typeof properties[name] === 'string' && properties[name] !== ''))
    .map((name) => `${where}: ${name} is set to ${JSON.stringify(properties[name])}; ${LATER}`);

const unsupportedRule = (where: string, { Name, Properties }: ParsedRule): string[] => {
  const place = `${where}, rule "${Name}"`;
  return [
    ...(Properties.FilterType === 'Sql' ? [`${place}: SqlFilter is used; ${LATER}, use a CorrelationFilter`] : []),
    ...(Properties.Action === undefined ? [] : [`${place}: Action is used; ${LATER}`]),
  ];
};

const duplicateNames = (what: string, names: readonly string[]): string[] => {
  const seen = new Set<string>();
  return names
    .filter((name) => seen.size === seen.add(name.toLowerCase()).size)
    .map((name) => `${what} "${name}" is declared twice; names differ in more than letter case`);
};

const topicProblems = (topic: Namespace['Topics'][number]): string[] => {
  const where = `topic "${topic.Name}"`;
  return [
    ...unsupportedSwitches(where, topic.Properties),
    ...duplicateNames(
      `${where}: subscription`,
      topic.Subscriptions.map((subscription) => subscription.Name),
    ),
    ...topic.Subscriptions.flatMap((subscription) => {
      const place = `${where}, subscription "${subscription.Name}"`;
      return [
        ...unsupportedSwitches(place, subscription.Properties),
        ...duplicateNames(
          `${place}: rule`,
          subscription.Rules.map((rule) => rule.Name),
        ),
        ...subscription.Rules.flatMap((rule) => unsupportedRule(place, rule)),
      ];
    }),
  ];
};

/** Everything that a well-formed configuration asks for and this broker refuses. */
export const contentProblems = (namespace: Namespace): string[] => [
  ...duplicateNames(
    'entity',
    [...namespace.Queues, ...namespace.Topics].map((entity) => entity.Name),
  ),
  ...namespace.Queues.flatMap((queue) => unsupportedSwitches(`queue "${queue.Name}"`, queue.Properties)),
  ...namespace.Topics.flatMap(topicProblems),
];
