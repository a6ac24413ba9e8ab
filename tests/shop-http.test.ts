/** shop.http has every call that the gateway has. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeApis } from '../scripts/openapi.ts';
import { readHttpFile } from './support/http-file.ts';

const { requests } = await readHttpFile(fileURLToPath(new URL('../shop.http', import.meta.url)));

const operations = [...(await describeApis()).values()].flatMap(({ paths }) =>
  Object.values(paths as Record<string, Record<string, { operationId: string }>>).flatMap((methods) =>
    Object.entries(methods).map(([method, { operationId }]) => ({ method: method.toUpperCase(), operationId })),
  ),
);

/** `catalog-get-item` as the name of a request. */
const nameOf = (operationId: string): string =>
  operationId.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

test('every operation of every API is called, by its name', () => {
  const written = new Set(requests.map(({ name, method }) => `${method} ${name}`));
  const missing = operations.filter(({ method, operationId }) => !written.has(`${method} ${nameOf(operationId)}`));
  expect(missing).toEqual([]);
  expect(operations.length).toBeGreaterThan(50);
});

test('no two requests have one name, as the later one would take it', () => {
  const names = requests.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});
