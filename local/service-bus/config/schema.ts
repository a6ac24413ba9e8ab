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

/** Settings that a queue and a subscription have in common. */
const receiving = {
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  DefaultMessageTimeToLive: timeToLive,
  LockDuration: lockDuration,
  MaxDeliveryCount: z.int().min(1).max(2000).default(10),
  ForwardTo: z.string().default(''),
  ForwardDeadLetteredMessagesTo: z.string().default(''),
  RequiresSession: z.boolean().default(false),
};

/** Settings that a queue and a topic have in common. */
const duplicates = {
  DuplicateDetectionHistoryTimeWindow: duplicateWindow,
  RequiresDuplicateDetection: z.boolean().default(false),
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

const sqlExpression = z.strictObject({ SqlExpression: z.string() });

const rule = z.strictObject({
  Name: partName,
  Properties: z
    .strictObject({
      FilterType: z.enum(['Correlation', 'Sql']),
      CorrelationFilter: correlationFilter.optional(),
      SqlFilter: sqlExpression.optional(),
      Action: sqlExpression.optional(),
    })
    .refine(
      (rule) => rule.FilterType === 'Sql' || rule.CorrelationFilter !== undefined,
      'must have a CorrelationFilter, because its FilterType is Correlation',
    ),
});

const subscription = z.strictObject({
  Name: partName,
  Properties: z.strictObject(receiving).prefault({}),
  Rules: z.array(rule).default([]),
});

const queue = z.strictObject({
  Name: entityName,
  Properties: z.strictObject({ ...receiving, ...duplicates }).prefault({}),
});

const topic = z.strictObject({
  Name: entityName,
  Properties: z.strictObject({ DefaultMessageTimeToLive: timeToLive, ...duplicates }).prefault({}),
  Subscriptions: z.array(subscription).default([]),
});

const namespace = z.strictObject({
  Name: z.string().default('sbemulatorns'),
  Queues: z.array(queue).default([]),
  Topics: z.array(topic).default([]),
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
