/**
 * The official emulator's Config.json. Its names and shapes are kept, its quotas are not; where the file is silent, the cloud's
 * defaults hold rather than the emulator's (ten deliveries, no limit on the time to live).
 */
import { z } from 'zod';
import { parseDuration } from './duration.ts';

const duration = (fallback: string, minimum: number, maximum: number, range: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms !== undefined && ms >= minimum && ms <= maximum) return ms;
      context.addIssue(
        ms === undefined ? `"${text}" is not an ISO 8601 duration such as PT30S` : `"${text}" must lie within ${range}`,
      );
      return z.NEVER;
    });

const MINUTE = 60_000;
const lockDuration = duration('PT1M', 1, 5 * MINUTE, 'PT0.001S and PT5M');
const timeToLive = duration('P10675199DT2H48M5.4775807S', 1, Infinity, 'PT0.001S and no limit');
const duplicateWindow = duration('PT10M', 1, 7 * 24 * 60 * MINUTE, 'PT0.001S and P7D');

const LATER = 'is not offered by this broker yet';

/** A property of the format that must stay at its default. */
const offSwitch = z
  .boolean()
  .default(false)
  .refine((on) => !on, LATER);
const noTarget = z
  .string()
  .default('')
  .refine((target) => target === '', LATER);

/** Settings that a queue and a subscription have in common. */
const receiving = {
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  DefaultMessageTimeToLive: timeToLive,
  LockDuration: lockDuration,
  MaxDeliveryCount: z.int().min(1).max(2000).default(10),
  ForwardTo: noTarget,
  ForwardDeadLetteredMessagesTo: noTarget,
  RequiresSession: offSwitch,
};

/** Settings that a queue and a topic have in common. */
const duplicates = {
  DuplicateDetectionHistoryTimeWindow: duplicateWindow,
  RequiresDuplicateDetection: offSwitch,
};

const entityName = z
  .string()
  .max(260)
  .regex(
    /^[A-Za-z0-9](?:[\w\-./]*[A-Za-z0-9])?$/,
    'must begin and end with a letter or digit and consist of letters, digits, ".", "-", "_" and "/"',
  );

const partName = z
  .string()
  .max(50)
  .regex(
    /^[$A-Za-z0-9](?:[\w\-.]*[A-Za-z0-9])?$/,
    'must begin and end with a letter or digit and consist of letters, digits, ".", "-" and "_"',
  );

const correlationFilter = z
  .strictObject({
    ContentType: z.string().optional(),
    CorrelationId: z.string().optional(),
    Label: z.string().optional(),
    MessageId: z.string().optional(),
    ReplyTo: z.string().optional(),
    ReplyToSessionId: z.string().optional(),
    SessionId: z.string().optional(),
    To: z.string().optional(),
    Properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must set at least one property');

const sqlExpression = z.strictObject({ SqlExpression: z.string() }).refine(() => false, LATER);

const rule = z.strictObject({
  Name: partName,
  Properties: z
    .strictObject({
      FilterType: z.enum(['Correlation', 'Sql']).refine((type) => type !== 'Sql', `"Sql" ${LATER}`),
      CorrelationFilter: correlationFilter.optional(),
      SqlFilter: sqlExpression.optional(),
      Action: sqlExpression.optional(),
    })
    .refine(
      (rule) => rule.CorrelationFilter !== undefined,
      'must have a CorrelationFilter, because its FilterType is Correlation',
    ),
});

/** Names are compared without regard to case; checked even when something else is wrong, so that all problems show at once. */
const distinctNames = <T extends z.ZodArray>(array: T) =>
  array.superRefine(
    (entities, context) => {
      const seen = new Set<string>();
      for (const [index, entity] of entities.entries()) {
        const name = nameOf(entity);
        if (name !== undefined && seen.size === seen.add(name).size)
          context.addIssue({ code: 'custom', path: [index], message: 'its name is used twice' });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );

const nameOf = (entity: unknown): string | undefined => {
  const name = typeof entity === 'object' && entity !== null && 'Name' in entity ? entity.Name : undefined;
  return typeof name === 'string' ? name.toLowerCase() : undefined;
};

const subscription = z.strictObject({
  Name: partName,
  Properties: z.strictObject(receiving).prefault({}),
  Rules: distinctNames(z.array(rule)).default([]),
});

const queue = z.strictObject({
  Name: entityName,
  Properties: z.strictObject({ ...receiving, ...duplicates }).prefault({}),
});

const topic = z.strictObject({
  Name: entityName,
  Properties: z.strictObject({ DefaultMessageTimeToLive: timeToLive, ...duplicates }).prefault({}),
  Subscriptions: distinctNames(z.array(subscription)).default([]),
});

/** A queue and a topic cannot share a name either. */
const sharedNames = (value: { Queues: unknown[]; Topics: unknown[] }): string[] => {
  const queues = new Set(value.Queues.map(nameOf));
  return value.Topics.map(nameOf).filter((name) => name !== undefined && queues.has(name)) as string[];
};

const namespace = z
  .strictObject({
    Name: z.string().default('sbemulatorns'),
    Queues: distinctNames(z.array(queue)).default([]),
    Topics: distinctNames(z.array(topic)).default([]),
  })
  .superRefine((value, context) => {
    for (const name of sharedNames(value))
      context.addIssue({ code: 'custom', message: `"${name}" is the name of a queue and of a topic` });
  });

/** The whole file. `Logging` is accepted for the emulator's sake and has no effect. */
export const configSchema = z.object({
  UserConfig: z.object({
    Namespaces: z.array(namespace).length(1, 'must hold exactly one namespace'),
    Logging: z.looseObject({}).optional(),
  }),
});

/** What may be written in a Config.json. */
export type BrokerConfig = z.input<typeof configSchema>;

/** The file with every default filled in and durations in ms. */
export type ParsedConfig = z.output<typeof configSchema>;
export type ParsedRule = z.output<typeof rule>;
