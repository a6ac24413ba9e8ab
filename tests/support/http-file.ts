/** Reads and sends the requests of an .http file, as far as ours goes: variables, names, headers, bodies, and parts of earlier answers. */
import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FileRequest {
  name: string;
  method: string;
  /** These three still with their `{{…}}`. */
  url: string;
  headers: readonly [name: string, value: string][];
  body: string | undefined;
}

export interface HttpFile {
  path: string;
  variables: ReadonlyMap<string, string>;
  requests: readonly FileRequest[];
}

interface Answered {
  body: unknown;
  headers: Headers;
}

const requestIn = (block: string): FileRequest => {
  const name = /^# @name (\w+)$/m.exec(block)?.[1];
  const [head = '', ...rest] = block
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .trim()
    .split('\n\n');
  const [first = '', ...headers] = head.split('\n');
  const [, method, url] = /^(GET|POST|PUT|DELETE) (\S.*)$/.exec(first) ?? [];
  if (name === undefined || method === undefined || url === undefined)
    throw new Error(`This is no request with a name:\n${block}`);
  const split = (line: string): [string, string] => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ];
  return { name, method, url, headers: headers.map(split), body: rest.length > 0 ? rest.join('\n\n') : undefined };
};

export const readHttpFile = async (path: string): Promise<HttpFile> => {
  const [preface = '', ...blocks] = (await readFile(path, 'utf8')).split(/^###.*$/m);
  const variables = new Map(
    [...preface.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return { path, variables, requests: blocks.map(requestIn) };
};

/** `items[0].id` of a value. */
const partOf = (value: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], value);

/** Sends requests of a file one by one; each may use the answers of those before. `changes` replace the file's variables. */
export const createSender = ({ path, variables }: HttpFile, changes: Readonly<Record<string, string>>) => {
  const answers = new Map<string, Answered>();

  const valueOf = (expression: string): string => {
    const [, from = '', place, part = ''] = /^(\w+)\.response\.(body\.\$|headers)\.(.+)$/.exec(expression) ?? [];
    const answer = answers.get(from);
    if (place !== undefined) {
      const value = place === 'headers' ? answer?.headers.get(part) : partOf(answer?.body, part);
      if (typeof value !== 'string') throw new Error(`There is no {{${expression}}}.`);
      return value;
    }
    const [name = '', least, most] = expression.split(' ');
    if (name === '$guid') return randomUUID();
    if (name === '$randomInt') return String(randomInt(Number(least), Number(most)));
    const value = changes[name] ?? variables.get(name);
    if (value === undefined) throw new Error(`There is no {{${expression}}}.`);
    return fill(value);
  };

  const fill = (text: string): string =>
    text.replaceAll(/\{\{([^{}]+)\}\}/g, (_, expression: string) => valueOf(expression));

  const contentOf = async (body: string | undefined) => {
    if (body === undefined) return {};
    const file = /^< (.+)$/.exec(body)?.[1];
    return { body: file === undefined ? fill(body) : new Uint8Array(await readFile(join(dirname(path), file))) };
  };

  /** Gives the status and where it was sent to, and keeps what was answered. */
  return async ({
    name,
    method,
    url,
    headers,
    body,
  }: FileRequest): Promise<{ status: number; url: URL; text: string }> => {
    const response = await fetch(fill(url), {
      method,
      headers: headers.map(([header, value]): [string, string] => [header, fill(value)]),
      ...(await contentOf(body)),
    });
    const type = response.headers.get('content-type') ?? '';
    if (type === 'text/event-stream') await response.body?.cancel();
    const text = type === 'text/event-stream' ? '' : await response.text();
    answers.set(name, { body: type.includes('json') ? JSON.parse(text) : text, headers: response.headers });
    return { status: response.status, url: new URL(response.url), text };
  };
};
