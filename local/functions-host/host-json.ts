/** host.json: the parts that this host follows. Everything else in it is for Azure and is ignored. */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { HostError } from './errors.ts';
import { readJsonFile } from './json-file.ts';
import { parseTimeSpan } from './timespan.ts';

const minute = 60_000;

const timeSpan = z.string().transform((text, context) => {
  const milliseconds = parseTimeSpan(text);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue(`"${text}" is no time span; write hh:mm:ss, e.g. "00:05:00"`);
  return z.NEVER;
});

const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).prefault({} as z.input<z.ZodObject<Shape>>);

const http = section({ routePrefix: z.string().default('api') });

const serviceBus = section({
  maxConcurrentCalls: z.int().positive().default(16),
  prefetchCount: z.int().nonnegative().default(0),
  maxAutoLockRenewalDuration: timeSpan.prefault('00:05:00'),
  autoCompleteMessages: z.boolean().default(true),
});

const concurrency = z
  .int()
  .positive()
  .default(Math.max(20, 10 * availableParallelism()));

const durableTask = section({
  hubName: z.string().default('TestHubName'),
  defaultVersion: z.string().optional(),
  maxConcurrentActivityFunctions: concurrency,
  maxConcurrentOrchestratorFunctions: concurrency,
});

const hostJson = z.object({
  version: z.literal('2.0', 'must be "2.0"'),
  functionTimeout: z.union([z.literal('-1').transform(() => Number.POSITIVE_INFINITY), timeSpan]).default(30 * minute),
  extensions: section({ http, serviceBus, durableTask }),
});

/** host.json with its defaults filled in; durations in milliseconds. */
export type HostJson = z.infer<typeof hostJson>;

/** Reads and checks host.json of an app. */
export const readHostJson = async (appDir: string): Promise<HostJson> => {
  const content = await readJsonFile(appDir, 'host.json');
  if (content === undefined) throw new HostError(`${appDir} has no host.json; the smallest is {"version":"2.0"}`);
  const parsed = hostJson.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new HostError(`host.json in ${appDir} is not valid: ${problems.join('; ')}`);
};
