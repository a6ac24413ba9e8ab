/** The app's settings: local.settings.json, the environment, and what an app finds set inside a worker. */
import { z } from 'zod';
import { HostError } from './errors.ts';
import { readJsonFile } from './json-file.ts';

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const localSettings = z.object({
  IsEncrypted: z.literal(false, 'encrypted settings cannot be read; run "func settings decrypt"').default(false),
  Values: z.record(z.string(), value).default({}),
  ConnectionStrings: z.record(z.string(), value).default({}),
  Host: z.object({ LocalHttpPort: z.int().min(0).max(65_535).optional() }).default({}),
});

export type LocalSettings = z.infer<typeof localSettings>;

/** local.settings.json of an app, or its defaults when there is none. */
export const readLocalSettings = async (appDir: string): Promise<LocalSettings> => {
  const parsed = localSettings.safeParse((await readJsonFile(appDir, 'local.settings.json')) ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new HostError(`local.settings.json in ${appDir} is not valid: ${problems.join('; ')}`);
};

/** Puts the settings into the environment (what is set already wins), then what the real host sets for its worker. */
export const applySettings = (settings: LocalSettings, appDir: string): void => {
  const connectionStrings = Object.entries(settings.ConnectionStrings).map(
    ([name, text]) => [`ConnectionStrings:${name}`, text] as const,
  );
  for (const [name, text] of [...Object.entries(settings.Values), ...connectionStrings]) process.env[name] ??= text;
  Object.assign(process.env, {
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    AzureWebJobsScriptRoot: appDir,
    FUNCTIONS_WORKER_RUNTIME: 'node',
  });
};

/** Replaces each `%NAME%` by the setting of that name; `where` tells whose text it is when one is missing. */
export const resolveSettings = (text: string, where: string): string =>
  text.replace(/%([^%]+)%/g, (_, name: string) => {
    const setting = process.env[name];
    if (setting === undefined) throw new HostError(`${where}: "${text}" needs the setting ${name}, which is not set`);
    return setting;
  });

/** Whether `AzureWebJobs.<function>.Disabled` (or its spelling for shells) switches the function off. */
export const isDisabled = (name: string): boolean =>
  [`AzureWebJobs.${name}.Disabled`, `AzureWebJobs__${name}__Disabled`].some((key) =>
    ['true', '1'].includes(process.env[key]?.toLowerCase() ?? ''),
  );
