/** HTTP header fields: names in any case, several values per name, order and spelling kept. */
import { hopByHop } from '../../hop-by-hop.ts';
import type { Lookup } from '../expressions/types.ts';

interface Field {
  name: string;
  values: string[];
}

export class Headers implements Lookup {
  readonly #fields = new Map<string, Field>();

  /** From the flat list that node:http gives: name, value, name, value … */
  static fromRaw(raw: readonly string[]): Headers {
    const headers = new Headers();
    for (let index = 0; index < raw.length; index += 2) headers.append(raw[index] as string, raw[index + 1] as string);
    return headers;
  }

  static from(entries: Iterable<readonly [string, string]>): Headers {
    const headers = new Headers();
    for (const [name, value] of entries) headers.append(name, value);
    return headers;
  }

  get size(): number {
    return this.#fields.size;
  }

  get(name: string): string[] | undefined {
    return this.#fields.get(name.toLowerCase())?.values;
  }

  /** All values of a name, joined with commas. */
  text(name: string): string | undefined {
    return this.get(name)?.join(',');
  }

  has(name: string): boolean {
    return this.#fields.has(name.toLowerCase());
  }

  set(name: string, ...values: string[]): void {
    this.#fields.set(name.toLowerCase(), { name, values });
  }

  append(name: string, ...values: string[]): void {
    const key = name.toLowerCase();
    const field = this.#fields.get(key);
    if (field) field.values.push(...values);
    else this.#fields.set(key, { name, values });
  }

  delete(name: string): void {
    this.#fields.delete(name.toLowerCase());
  }

  *keys(): Generator<string> {
    for (const { name } of this.#fields.values()) yield name;
  }

  lowerNames(): Iterable<string> {
    return this.#fields.keys();
  }

  *entries(): Generator<[string, string[]]> {
    for (const { name, values } of this.#fields.values()) yield [name, values];
  }

  copy(): Headers {
    const headers = new Headers();
    for (const [key, { name, values }] of this.#fields) headers.#fields.set(key, { name, values: [...values] });
    return headers;
  }

  /** The flat list that node:http takes. */
  toRaw(): string[] {
    const raw: string[] = [];
    for (const { name, values } of this.#fields.values()) for (const value of values) raw.push(name, value);
    return raw;
  }
}

/** Removes what is meant for the next hop only (RFC 9110, 7.6.1), including what `Connection` names. */
export const removeHopByHop = (headers: Headers): void => {
  for (const named of headers.get('connection')?.flatMap((value) => value.split(',')) ?? [])
    headers.delete(named.trim());
  for (const name of headers.lowerNames()) if (hopByHop.has(name)) headers.delete(name);
};
