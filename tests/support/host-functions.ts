/** The HTTP functions that are running, as the host itself lists them. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestShop } from './shop.ts';

export interface HostFunction {
  name: string;
  method: string;
  /** Below `/api/`, with its parameters in braces. */
  route: string;
}

interface Listed {
  name: string;
  config: { bindings: { type: string; methods?: string[]; route?: string }[] };
}

/** Asks a host that runs all apps, with its master key. */
export const httpFunctions = async (shop: TestShop): Promise<HostFunction[]> => {
  const masterKey = (await readFile(join(dirname(shop.functionKeyFile), 'master-key'), 'utf8')).trim();
  const address = new URL('/admin/functions', shop.api('catalog'));
  const listed = (await (await fetch(address, { headers: { 'x-functions-key': masterKey } })).json()) as Listed[];
  return listed.flatMap(({ name, config }) =>
    config.bindings
      .filter(({ type }) => type === 'httpTrigger')
      .map(({ methods = [], route = name }) => ({ name, method: methods[0]?.toUpperCase() ?? 'GET', route })),
  );
};
