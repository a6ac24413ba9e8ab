/** Operators: what types they take, and what they compute. */
import type { Bound, Frame } from './binding.ts';
import { castTo, commonType, implicit } from './conversions.ts';
import { timeSpan } from './library/types.ts';
import { EvaluationError } from './problem.ts';
import { TimeSpan, toText } from './text.ts';
import {
  bool,
  dateTime,
  isInteger,
  isNumeric,
  isPlainObject,
  nullableOf,
  object,
  same,
  string,
  type Type,
  widerOf,
} from './types.ts';

type Fail = (message: string) => never;
type Compute = (a: never, b: never) => unknown;
type Run = Bound['run'];

const apply = (left: Bound, right: Bound, compute: Compute): Run => {
  const a = left.run;
  const b = right.run;
  return (frame) => compute(a(frame) as never, b(frame) as never);
};

const divide = (a: number, b: number): number => {
  if (b === 0) throw new EvaluationError('Attempted to divide by zero.');
  return Math.trunc(a / b);
};

const remainder = (a: number, b: number): number => {
  if (b === 0) throw new EvaluationError('Attempted to divide by zero.');
  return a % b;
};

const doubles: Record<string, Compute> = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '%': (a: number, b: number) => a % b,
};
const longs: Record<string, Compute> = { ...doubles, '/': divide, '%': remainder };
/** int wraps around, as in C#'s unchecked arithmetic. */
const ints: Record<string, Compute> = {
  '+': (a: number, b: number) => (a + b) | 0,
  '-': (a: number, b: number) => (a - b) | 0,
  '*': Math.imul,
  '/': divide,
  '%': remainder,
};
const comparisons: Record<string, Compute> = {
  '<': (a: number, b: number) => a < b,
  '>': (a: number, b: number) => a > b,
  '<=': (a: number, b: number) => a <= b,
  '>=': (a: number, b: number) => a >= b,
};

const arithmetic = (operator: string, left: Bound, right: Bound): Bound | undefined => {
  if (!isNumeric(left.type) || !isNumeric(right.type)) return undefined;
  const type = widerOf(left.type, right.type);
  const table = type.name === 'int' ? ints : isInteger(type) ? longs : doubles;
  const compute = table[operator];
  return compute && { type, run: apply(left, right, compute) };
};

const isDate = (value: Bound): boolean => same(value.type, dateTime);
const isSpan = (value: Bound): boolean => same(value.type, timeSpan);

const time = (operator: string, left: Bound, right: Bound): Bound | undefined => {
  const sign = operator === '+' ? 1 : -1;
  if (operator !== '+' && operator !== '-') return undefined;
  if (isDate(left) && isSpan(right))
    return {
      type: dateTime,
      run: apply(left, right, (a: Date, b: TimeSpan) => new Date(a.getTime() + sign * b.milliseconds)),
    };
  if (isDate(left) && isDate(right) && sign < 0)
    return { type: timeSpan, run: apply(left, right, (a: Date, b: Date) => new TimeSpan(a.getTime() - b.getTime())) };
  if (isSpan(left) && isSpan(right))
    return {
      type: timeSpan,
      run: apply(left, right, (a: TimeSpan, b: TimeSpan) => new TimeSpan(a.milliseconds + sign * b.milliseconds)),
    };
  return undefined;
};

const printable = (value: Bound, fail: Fail): void => {
  const { library, name } = value.type;
  if (['Array', 'List', 'IEnumerable', 'Dictionary', 'IReadOnlyDictionary'].includes(library))
    fail(`as text a ${name} is only the name of its type; use string.Join`);
};

const concatenation = (operator: string, left: Bound, right: Bound, fail: Fail): Bound | undefined => {
  if (operator !== '+' || (!same(left.type, string) && !same(right.type, string))) return undefined;
  printable(left, fail);
  printable(right, fail);
  return { type: string, run: apply(left, right, (a: unknown, b: unknown) => toText(a) + toText(b)) };
};

/** Numbers that order two values of the same kind. */
const orderOf = (type: Type): ((value: never) => number) | undefined => {
  if (isNumeric(type) || type.name === 'char') return (value: number) => value;
  if (same(type, dateTime)) return (value: Date) => value.getTime();
  return same(type, timeSpan) ? (value: TimeSpan) => value.milliseconds : undefined;
};

const comparison = (operator: string, left: Bound, right: Bound): Bound | undefined => {
  const compare = comparisons[operator];
  const [a, b] = [left.type.nullableOf ?? left.type, right.type.nullableOf ?? right.type];
  const comparable = same(a, b) || (isNumeric(a) && isNumeric(b));
  const order = comparable ? orderOf(a) : undefined;
  if (!compare || !order) return undefined;
  const [x, y] = [left.run, right.run];
  const run = (frame: Frame): boolean => {
    const [one, two] = [x(frame), y(frame)];
    return (
      one !== undefined &&
      two !== undefined &&
      (compare(order(one as never) as never, order(two as never) as never) as boolean)
    );
  };
  return { type: bool, run };
};

const equal = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || isPlainObject(a)) return false;
  return a.constructor === b.constructor && !Array.isArray(a) && toText(a) === toText(b);
};

/** Types whose `==` compares values; for all others C# compares references, which is never what a policy means. */
const comparesValues = (type: Type): boolean =>
  type.valueType || ['string', 'Uri', 'null'].includes(type.name) || type.nullableOf !== undefined;

const equality = (operator: string, left: Bound, right: Bound, fail: Fail): Bound | undefined => {
  if (operator !== '==' && operator !== '!=') return undefined;
  const wanted = operator === '==';
  const againstNull = left.type.name === 'null' || right.type.name === 'null';
  const common =
    commonType(left.type, right.type) ?? (isNumeric(left.type) && isNumeric(right.type) ? object : undefined);
  if (!common) return undefined;
  if (againstNull && (left.type.valueType || right.type.valueType)) fail('a value type is never null');
  const values = comparesValues(left.type) && comparesValues(right.type);
  if (!againstNull && !values)
    fail(
      `== between ${left.type.name} and ${right.type.name} would compare references; cast first, for example (string)value`,
    );
  return { type: bool, run: apply(left, right, (a: unknown, b: unknown) => equal(a, b) === wanted) };
};

const isBool = ({ type }: Bound): boolean => same(type, bool);

const logic = (operator: string, left: Bound, right: Bound): Bound | undefined => {
  if (!isBool(left) || !isBool(right)) return undefined;
  const [a, b] = [left.run, right.run];
  if (operator === '&&') return { type: bool, run: (frame) => a(frame) === true && b(frame) === true };
  if (operator === '||') return { type: bool, run: (frame) => a(frame) === true || b(frame) === true };
  if (operator === '&') return { type: bool, run: apply(left, right, (x: boolean, y: boolean) => x && y) };
  return operator === '|' ? { type: bool, run: apply(left, right, (x: boolean, y: boolean) => x || y) } : undefined;
};

const coalesce = (operator: string, left: Bound, right: Bound, fail: Fail): Bound | undefined => {
  if (operator !== '??') return undefined;
  if (left.type.valueType) fail(`${left.type.name} is never null, so ?? has no use`);
  const inner = left.type.nullableOf;
  const type = inner && implicit(right, inner) ? inner : commonType(left.type, right.type);
  const [a, b] = [left.run, right.run];
  // JSON's null is a value and stays: only C#'s null (undefined here) is replaced.
  const run: Run = (frame) => {
    const value = a(frame);
    return value === undefined ? b(frame) : value;
  };
  return type && { type, run };
};

/** `left operator right`, or the reason why C# has no such operator. */
export const bindBinary = (operator: string, left: Bound, right: Bound, fail: Fail): Bound =>
  coalesce(operator, left, right, fail) ??
  logic(operator, left, right) ??
  concatenation(operator, left, right, fail) ??
  arithmetic(operator, left, right) ??
  time(operator, left, right) ??
  comparison(operator, left, right) ??
  equality(operator, left, right, fail) ??
  fail(`the operator ${operator} cannot be applied to ${left.type.name} and ${right.type.name}`);

export const bindUnary = (operator: '!' | '-' | '+', operand: Bound, fail: Fail): Bound => {
  const { run, type } = operand;
  if (operator === '!' && isBool(operand)) return { type: bool, run: (frame) => run(frame) !== true };
  if (operator !== '!' && isNumeric(type)) {
    const literal =
      typeof operand.literal === 'number' ? { literal: operator === '-' ? -operand.literal : operand.literal } : {};
    return { type, ...literal, run: operator === '-' ? (frame) => -(run(frame) as number) : run };
  }
  return fail(`the operator ${operator} cannot be applied to ${type.name}`);
};

export const bindConditional = (test: Bound, whenTrue: Bound, whenFalse: Bound, fail: Fail): Bound => {
  if (!isBool(test)) fail(`the condition before ? is ${test.type.name}, not bool`);
  const type =
    commonType(whenTrue.type, whenFalse.type) ??
    withNull(whenTrue.type, whenFalse.type) ??
    fail(`the two results of ?: are ${whenTrue.type.name} and ${whenFalse.type.name}, which have no common type`);
  const [condition, yes, no] = [test.run, whenTrue.run, whenFalse.run];
  return { type, run: (frame) => (condition(frame) === true ? yes(frame) : no(frame)) };
};

const withNull = (a: Type, b: Type): Type | undefined =>
  a.name === 'null' ? nullableOf(b) : b.name === 'null' ? nullableOf(a) : undefined;

/** `value as Type`, `value is Type`. */
export const bindTest = (kind: 'as' | 'is', operand: Bound, type: Type, fail: Fail): Bound => {
  if (!castTo(operand, type)) fail(`${operand.type.name} can never be ${type.name}`);
  const { run } = operand;
  if (kind === 'is') return { type: bool, run: (frame) => isNow(run(frame), type) };
  if (type.valueType) fail(`"as" takes types that can be null; write ${type.name}? or a cast`);
  return {
    type,
    run: (frame) => {
      const value = run(frame);
      return isNow(value, type) ? value : undefined;
    },
  };
};

const isNow = (value: unknown, type: Type): boolean => value !== undefined && type.is(value);
