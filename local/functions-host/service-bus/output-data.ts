/** What a function puts into a Service Bus output binding, as message bodies. Pure. */
import type { RpcTypedData } from '../rpc.ts';

/** .NET's text of a JSON value: strings plain, booleans as `True`, objects as JSON, null as nothing. */
const textOf = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
};

const bodiesOf = (value: unknown): Buffer[] =>
  (Array.isArray(value) ? value : [value])
    .map(textOf)
    .filter((text) => text !== undefined)
    .map((text) => Buffer.from(text));

const parseArray = (text: string): unknown[] | undefined => {
  try {
    const value: unknown = /^\s*\[[^]*\]\s*$/.test(text) ? JSON.parse(text) : undefined;
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** One body per message: a JSON array, or text that is one, gives a message per element; bytes go out as they are. */
export const messageBodies = (data: RpcTypedData): Buffer[] => {
  if (data.bytes !== undefined) return [Buffer.from(data.bytes)];
  if (data.string !== undefined) return bodiesOf(parseArray(data.string) ?? data.string);
  if (data.json !== undefined) return bodiesOf(JSON.parse(data.json));
  return bodiesOf(data.int ?? data.double);
};
