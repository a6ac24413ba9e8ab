/** Loads the files of a compiled app, which register their functions while they run. */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { HostError } from './errors.ts';
import { readJsonFile } from './json-file.ts';

const packageJson = z.object({
  main: z.string('is missing: name the compiled entry files, e.g. "dist/app.js"'),
  type: z.string().optional(),
});

const readPackage = async (appDir: string) => {
  const content = await readJsonFile(appDir, 'package.json');
  if (content === undefined) throw new HostError(`${appDir} has no package.json, so it is no Function App`);
  const parsed = packageJson.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `"${issue.path.join('.')}" ${issue.message}`);
  throw new HostError(`package.json in ${appDir}: ${problems.join('; ')}`);
};

/** The app's entry files: `main` of package.json is a glob pattern; sorted, so that the order is the same everywhere. */
const entryFiles = (appDir: string, pattern: string): string[] => {
  const files = globSync(pattern, { cwd: appDir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length > 0) return files;
  throw new HostError(
    `"main" of package.json in ${appDir} is "${pattern}", and no file matches it; is the app compiled?`,
  );
};

const loadFile = async (file: string, isModule: boolean): Promise<void> => {
  if (isModule) await import(pathToFileURL(file).href);
  else createRequire(file)(file);
};

/** Loads every entry file, one after the other. What the app throws becomes a HostError that holds it as `cause`. */
export const loadApp = async (appDir: string): Promise<void> => {
  const { main, type } = await readPackage(appDir);
  for (const file of entryFiles(appDir, main)) {
    const isModule = file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'));
    await loadFile(file, isModule).catch((cause: unknown) => {
      throw new HostError(`The app threw while ${file} was loading`, { cause });
    });
  }
};
