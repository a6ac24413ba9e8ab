/** Reads a posted HTML form and checks it against a schema. */
import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import { readBody } from './body.ts';

/** The fields of an `application/x-www-form-urlencoded` body; undefined when it is something else or too large. */
export const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  const body = await readBody(request);
  return body === undefined ? undefined : new URLSearchParams(body);
};

/** What is wrong, by field. */
export type FormErrors = Partial<Record<string, string>>;

export type ParsedForm<T> = { value: T; errors?: undefined } | { value?: undefined; errors: FormErrors };

/** The form's fields as the schema wants them, or the first thing that is wrong with each. */
export const parseForm = <T>(schema: z.ZodType<T>, form: URLSearchParams): ParsedForm<T> => {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (parsed.success) return { value: parsed.data };
  const errors: FormErrors = {};
  for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
  return { errors };
};
