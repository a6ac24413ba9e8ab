/** Conversions between types: the implicit ones and those of a cast, with C#'s and Newtonsoft's errors. */
import type { Bound } from './binding.ts';
import { parseBool, parseDouble, parseInteger, roundEven } from './library/numbers.ts';
import { EvaluationError } from './problem.ts';
import { toText } from './text.ts';
import { isAssignable, isInteger, isNumeric, isPlainObject, same, type Type } from './types.ts';

const nameOf = (value: unknown): string => {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Int32' : 'Double';
  if (typeof value === 'boolean') return 'Boolean';
  if (value === null) return 'JValue';
  if (isPlainObject(value)) return 'JObject';
  return Array.isArray(value) ? 'array' : (Object(value) as object).constructor.name;
};

const invalidCast = (value: unknown, type: Type): EvaluationError =>
  new EvaluationError(`Unable to cast object of type '${nameOf(value)}' to type '${type.name}'.`);

/** The value converted as C# does without a cast; undefined when it needs one. */
export const implicit = (value: Bound, type: Type): Bound | undefined => {
  if (same(value.type, type)) return value;
  return isAssignable(value.type, type) ? { ...value, type } : undefined;
};

/** A boxed value back as its type. */
const unbox =
  (type: Type) =>
  (value: unknown): unknown => {
    if (value === undefined && !type.valueType) return undefined;
    if (value === undefined) throw new EvaluationError('Object reference not set to an instance of an object.');
    if (type.is(value)) return value;
    throw invalidCast(value, type);
  };

const cannotConvert = (value: unknown, type: Type): EvaluationError =>
  new EvaluationError(`Can not convert ${value === null ? 'Null' : nameOf(value)} to ${type.name}.`);

const number = (value: unknown, type: Type, parse: (text: string) => number): number => {
  if (typeof value === 'number') return isInteger(type) ? roundEven(value) : value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return parse(value);
  throw cannotConvert(value, type);
};

const fromJson: Record<string, (value: unknown, type: Type) => unknown> = {
  string: (value, type) => {
    if (value === null) return undefined;
    if (typeof value === 'object') throw cannotConvert(value, type);
    return toText(value);
  },
  int: (value, type) => number(value, type, (text) => parseInteger(text, 2_147_483_647)),
  long: (value, type) => number(value, type, (text) => parseInteger(text, Number.MAX_SAFE_INTEGER)),
  double: (value, type) => number(value, type, parseDouble),
  decimal: (value, type) => number(value, type, parseDouble),
  bool: (value, type) => {
    if (typeof value === 'string') return parseBool(value);
    if (typeof value === 'number') return value !== 0;
    if (typeof value === 'boolean') return value;
    throw cannotConvert(value, type);
  },
  DateTime: (value, type) => {
    const date = new Date(typeof value === 'string' ? value : Number.NaN);
    if (Number.isNaN(date.getTime())) throw cannotConvert(value, type);
    return date;
  },
};

/** Newtonsoft's explicit operators of JToken. */
const castToken = (type: Type): ((value: unknown) => unknown) | undefined => {
  const inner = type.nullableOf ?? type;
  const read = Object.hasOwn(fromJson, inner.name) ? fromJson[inner.name] : undefined;
  if (!read) return undefined;
  return (value) => {
    if (value === undefined && type.valueType) throw new EvaluationError('Value cannot be null.');
    return value === undefined || (value === null && type.nullableOf) ? undefined : read(value, inner);
  };
};

const isToken = (type: Type): boolean => type.name === 'JToken' || type.base?.name === 'JToken';

const isBelow = (type: Type, base: Type): boolean =>
  type.base !== undefined && (same(type.base, base) || isBelow(type.base, base));

/** How a value of one type is turned into another by a cast; undefined when C# has no such cast. */
const explicit = (from: Type, to: Type): ((value: unknown) => unknown) | undefined => {
  if (isNumeric(from) && isNumeric(to)) return (value) => (isInteger(to) ? Math.trunc(value as number) : value);
  if (from.name === 'object' || isBelow(to, from)) return unbox(to);
  if (isToken(from)) return castToken(to);
  if (from.nullableOf && isAssignable(from.nullableOf, to)) return unbox(to);
  if (from.nullableOf && to.nullableOf) return explicit(from.nullableOf, to.nullableOf);
  if (from.library === 'IEnumerable' && to.element && from.element && same(to.element, from.element)) return unbox(to);
  return undefined;
};

/** The value as `(Type)value` gives it; undefined when that cannot be written. */
export const castTo = (value: Bound, type: Type): Bound | undefined => {
  const free = implicit(value, type);
  if (free) return free;
  const change = explicit(value.type, type);
  const { run } = value;
  return change && { type, run: (frame) => change(run(frame)) };
};

/** What both branches of a conditional, or all returns of a body, have in common. */
export const commonType = (a: Type, b: Type): Type | undefined => {
  if (isAssignable(a, b)) return b;
  return isAssignable(b, a) ? a : undefined;
};
