/** What an operation of `$management` is, and how its fields are read: missing or wrong ones are refused by name. */
import type { Typed } from 'rhea';
import { typedEntries } from '../amqp/outcomes.ts';
import type { Entity } from '../engine/send.ts';
import type { LockTokens } from '../message/lock-token.ts';
import { plain } from '../message/value.ts';
import { argumentError, type Refusal } from '../refusal.ts';

/** The fields of a request's body, which is a map. */
export type Fields = ReadonlyMap<string, Typed>;

export type Scope = { readonly entity: Entity; readonly tokens: LockTokens };

/** A successful result: the fields of the reply's body, typed. `status` is 200 unless it says otherwise. */
export type Result = { readonly status?: number; readonly body?: Record<string, Typed> };

export type Operation = (scope: Scope, fields: Fields) => Result | Refusal;

/** The fields of a request's body. */
export const fieldsOfBody = (body: Typed | undefined): Fields => typedEntries(body);

const longOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  return Buffer.isBuffer(value) && value.length === 8 ? Number(value.readBigInt64BE()) : undefined;
};

const listOf = <T>(fields: Fields, name: string, read: (item: unknown) => T | undefined): T[] | Refusal => {
  const items = plain(fields.get(name));
  if (!Array.isArray(items)) return argumentError(`The request lacks the list '${name}'.`);
  const values = items.map((item) => read(item)).filter((value) => value !== undefined);
  return values.length === items.length ? values : argumentError(`The list '${name}' has an item of a wrong type.`);
};

export const readLongs = (fields: Fields, name: string): number[] | Refusal => listOf(fields, name, longOf);

export const readUuids = (fields: Fields, name: string): Buffer[] | Refusal =>
  listOf(fields, name, (item) => (Buffer.isBuffer(item) && item.length === 16 ? item : undefined));

export const readNumber = (fields: Fields, name: string): number | Refusal =>
  longOf(plain(fields.get(name))) ?? argumentError(`The request lacks the number '${name}'.`);

export const readString = (fields: Fields, name: string): string | undefined => {
  const value = plain(fields.get(name));
  return typeof value === 'string' ? value : undefined;
};
