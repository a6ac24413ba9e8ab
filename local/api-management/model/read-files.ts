/** Reads single files of the folder; what is wrong with one is collected, so that the others are read too. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { Problems } from '../problem.ts';
import { PolicyXmlError, parsePolicyXml } from '../xml/policy-element.ts';
import type { PolicyFile } from './folder.ts';

export interface FileReader {
  /** Names of the folders in this folder; none if it is missing. */
  folders(path: string): string[];
  exists(file: string): boolean;
  /** The file's content by its schema; undefined (and a problem) if it is missing or wrong. */
  json<T extends z.ZodType>(file: string, schema: T): z.infer<T> | undefined;
  /** A policy document, if there is one. */
  policy(file: string): PolicyFile | undefined;
}

const lineOfJsonError = (text: string, error: Error): number | undefined => {
  const position = /position (\d+)/.exec(error.message)?.[1];
  return position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
};

export const filesIn = (dir: string, problems: Problems): FileReader => {
  const read = (file: string): string | undefined => {
    try {
      return readFileSync(join(dir, file), 'utf8').replace(/^\uFEFF/, '');
    } catch (error) {
      problems.add(
        file,
        undefined,
        (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'the file is missing' : (error as Error).message,
      );
      return undefined;
    }
  };

  const parse = (file: string, text: string): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      problems.add(file, lineOfJsonError(text, error as Error), `is not valid JSON: ${(error as Error).message}`);
      return undefined;
    }
  };

  return {
    folders: (path) =>
      existsSync(join(dir, path))
        ? readdirSync(join(dir, path), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ name }) => name)
            .toSorted()
        : [],
    exists: (file) => existsSync(join(dir, file)),
    json: (file, schema) => {
      const text = read(file);
      const value = text === undefined ? undefined : parse(file, text);
      if (value === undefined) return undefined;
      const result = schema.safeParse(value);
      for (const issue of result.error?.issues ?? [])
        problems.add(file, undefined, `${issue.path.join('.') || 'the file'}: ${issue.message}`);
      return result.data;
    },
    policy: (file) => {
      if (!existsSync(join(dir, file))) return undefined;
      try {
        const text = read(file);
        return text === undefined ? undefined : { file, root: parsePolicyXml(text) };
      } catch (error) {
        if (!(error instanceof PolicyXmlError)) throw error;
        problems.add(file, error.line, error.message);
        return undefined;
      }
    },
  };
};
