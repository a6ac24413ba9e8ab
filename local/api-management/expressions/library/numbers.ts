/** Numbers, booleans, `Math`, `Convert` and parsing. */
import type { Member, Members } from '../binding.ts';
import { EvaluationError } from '../problem.ts';
import { formatNumber, toText } from '../text.ts';
import { bool, bytes, decimal, double, int, long, object, string, type Type } from '../types.ts';
import { constant, method, methods, out, overload, property, tryInto } from './define.ts';
import { midpointRounding, random } from './types.ts';

const notANumber = () => new EvaluationError('Input string was not in a correct format.');

/** A whole number as C# parses it: blanks around and a sign, nothing else. */
export const parseInteger = (text: string | undefined, limit: number): number => {
  if (text === undefined) throw new EvaluationError('Value cannot be null.');
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw notANumber();
  return within(Number(text), limit);
};

const within = (value: number, limit: number): number => {
  if (value > limit || value < -limit - 1)
    throw new EvaluationError('Value was either too large or too small for the type.');
  return value;
};

export const parseDouble = (text: string | undefined): number => {
  if (text === undefined) throw new EvaluationError('Value cannot be null.');
  if (!/^\s*[+-]?(\d[\d,]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)) throw notANumber();
  return Number(text.replaceAll(',', ''));
};

export const parseBool = (text: string | undefined): boolean => {
  const word = (text ?? '').trim().toLowerCase();
  if (word !== 'true' && word !== 'false') throw new EvaluationError('String was not recognized as a valid Boolean.');
  return word === 'true';
};

const maxInt = 2_147_483_647;

/** Half to even, as .NET rounds. */
export const roundEven = (value: number, digits = 0): number => {
  const scaled = value * 10 ** digits;
  const floor = Math.floor(scaled);
  const half = Math.abs(scaled - floor - 0.5) < 1e-9;
  return (half ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(scaled)) / 10 ** digits;
};

const toWhole =
  (limit: number) =>
  (_: unknown, value: unknown): number => {
    if (typeof value === 'number') return within(roundEven(value), limit);
    if (typeof value === 'boolean') return value ? 1 : 0;
    return value === undefined ? 0 : parseInteger(toText(value), limit);
  };

const toDouble = (_: unknown, value: unknown): number =>
  typeof value === 'number'
    ? value
    : typeof value === 'boolean'
      ? Number(value)
      : value === undefined
        ? 0
        : parseDouble(toText(value));

const toBool = (_: unknown, value: unknown): boolean =>
  typeof value === 'boolean'
    ? value
    : typeof value === 'number'
      ? value !== 0
      : value !== undefined && parseBool(toText(value));

export const convertStatics: Members = {
  ToInt32: methods(
    overload([string, int], int, (_: unknown, text: string, base: number) => Number.parseInt(text, base)),
    overload([object], int, toWhole(maxInt)),
  ),
  ToInt64: method([object], long, toWhole(Number.MAX_SAFE_INTEGER)),
  ToDouble: method([object], double, toDouble),
  ToDecimal: method([object], decimal, toDouble),
  ToBoolean: method([object], bool, toBool),
  ToString: methods(
    overload([int, int], string, (_: unknown, value: number, base: number) => value.toString(base)),
    overload([object], string, (_: unknown, value: unknown) => toText(value)),
  ),
  ToBase64String: method([bytes], string, (_: unknown, value: Uint8Array) => Buffer.from(value).toString('base64')),
  FromBase64String: method([string], bytes, (_: unknown, text: string) => {
    if (!/^[\sA-Za-z0-9+/]*={0,2}\s*$/.test(text) || text.replaceAll(/\s/g, '').length % 4 !== 0)
      throw new EvaluationError('The input is not a valid Base-64 string.');
    return Buffer.from(text, 'base64');
  }),
};

const parsing = (type: Type, parse: (text: string | undefined) => unknown, fallback: unknown): Members => ({
  Parse: method([string], type, (_: unknown, text?: string) => parse(text)),
  TryParse: method(
    [string, out(type)],
    bool,
    (_: unknown, text: string | undefined, result: { set(value: unknown): void }) =>
      tryInto(() => parse(text), result, fallback),
  ),
});

const limits = (type: Type, max: number, min: number): Members => ({
  MaxValue: constant(type, max),
  MinValue: constant(type, min),
});

export const intStatics: Members = {
  ...parsing(int, (text) => parseInteger(text, maxInt), 0),
  ...limits(int, maxInt, -maxInt - 1),
};
export const longStatics: Members = {
  ...parsing(long, (text) => parseInteger(text, Number.MAX_SAFE_INTEGER), 0),
  ...limits(long, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
};
export const doubleStatics: Members = {
  ...parsing(double, parseDouble, 0),
  ...limits(double, Number.MAX_VALUE, -Number.MAX_VALUE),
};
export const decimalStatics: Members = parsing(decimal, parseDouble, 0);
export const boolStatics: Members = parsing(bool, parseBool, false);

export const numberMembers: Members = {
  ToString: methods(
    overload([], string, (self: number) => toText(self)),
    overload([string], string, (self: number, format: string) => formatNumber(self, format)),
  ),
  CompareTo: method([double], int, (self: number, other: number) => Math.sign(self - other)),
};

/** `(int, int)` first, so that integers stay integers. */
const forNumbers = (arity: 1 | 2, call: (...values: number[]) => number): Member =>
  methods(
    ...[int, long, double].map((type) =>
      overload(arity === 1 ? [type] : [type, type], type, (_: unknown, ...values: number[]) => call(...values)),
    ),
    overload(arity === 1 ? [decimal] : [decimal, decimal], decimal, (_: unknown, ...values: number[]) =>
      call(...values),
    ),
  );

const forDoubles = (call: (...values: number[]) => number, arity = 1): Member =>
  methods(
    overload(arity === 1 ? [double] : [double, double], double, (_: unknown, ...values: number[]) => call(...values)),
    overload(arity === 1 ? [decimal] : [decimal, decimal], decimal, (_: unknown, ...values: number[]) =>
      call(...values),
    ),
  );

const roundAway = (value: number, digits: number): number =>
  (Math.sign(value) * Math.round(Math.abs(value) * 10 ** digits)) / 10 ** digits;

export const mathStatics: Members = {
  Abs: forNumbers(1, Math.abs),
  Max: forNumbers(2, Math.max),
  Min: forNumbers(2, Math.min),
  Ceiling: forDoubles(Math.ceil),
  Floor: forDoubles(Math.floor),
  Truncate: forDoubles(Math.trunc),
  Sqrt: forDoubles(Math.sqrt),
  Log: forDoubles(Math.log),
  Pow: forDoubles((base, exponent) => base ** exponent, 2),
  Sign: method([double], int, (_: unknown, value: number) => Math.sign(value)),
  PI: constant(double, Math.PI),
  Round: methods(
    ...[double, decimal].flatMap((type) => [
      overload([type], type, (_: unknown, value: number) => roundEven(value)),
      overload([type, int], type, (_: unknown, value: number, digits: number) => roundEven(value, digits)),
      overload([type, midpointRounding], type, (_: unknown, value: number, mode: string) =>
        mode === 'AwayFromZero' ? roundAway(value, 0) : roundEven(value),
      ),
      overload([type, int, midpointRounding], type, (_: unknown, value: number, digits: number, mode: string) =>
        mode === 'AwayFromZero' ? roundAway(value, digits) : roundEven(value, digits),
      ),
    ]),
  ),
};

export const randomConstructor = [overload([], random, () => Math.random), overload([int], random, () => Math.random)];

const between = (from: number, to: number): number => from + Math.floor(Math.random() * (to - from));

export const randomMembers: Members = {
  Next: methods(
    overload([], int, () => between(0, maxInt)),
    overload([int], int, (_: unknown, to: number) => between(0, to)),
    overload([int, int], int, (_: unknown, from: number, to: number) => between(from, to)),
  ),
  NextDouble: method([], double, () => Math.random()),
};

export const nullableMembers = (type: Type): Members => {
  const inner = type.nullableOf ?? type;
  const fallback = inner.name === 'bool' ? false : inner.name === 'char' ? '\0' : 0;
  return {
    HasValue: property(bool, (self: unknown) => self !== undefined),
    Value: property(inner, (self: unknown) => {
      if (self === undefined) throw new EvaluationError('Nullable object must have a value.');
      return self;
    }),
    GetValueOrDefault: methods(
      overload([], inner, (self: unknown) => self ?? fallback),
      overload([inner], inner, (self: unknown, other: unknown) => self ?? other),
    ),
  };
};
