/** Settings are parsed once, at start, into a frozen object; a bad start lists every problem at once. Nothing else reads `process.env`. */
import * as z from 'zod';

/** The settings of an app are wrong. The message names every setting and what it should be. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  // Where it was thrown helps nobody who has a setting to mend.
  override readonly stack = `${this.name}: ${this.message}`;
}

const describe = (issue: z.core.$ZodIssue, env: NodeJS.ProcessEnv): string => {
  const name = issue.path.join('.');
  const missing = name !== '' && (env[name] === undefined || env[name] === '');
  return missing ? `  ${name} is not set. ${issue.message}` : `  ${name}: ${issue.message}`;
};

/**
 * Reads the settings that a schema names from the environment; an empty one counts as unset.
 * @throws SettingsError listing every problem
 */
export const loadSettings = <Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv = process.env,
): Readonly<z.output<Schema>> => {
  const present = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]),
  );
  const parsed = schema.safeParse(present);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => describe(issue, env));
  throw new SettingsError(
    `${problems.length} of the app's settings need mending:\n${problems.join('\n')}\nlocal.settings.sample.json shows them all.`,
  );
};

/** A setting that is a number, e.g. `seconds(60)`; text in the environment. */
export const numberSetting = (fallback: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z.coerce.number({ error: 'must be a number' }).min(min).max(max).default(fallback);
