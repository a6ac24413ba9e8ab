/** Calls: which overload fits, named and optional arguments, `out`, and the check that nothing is called on null. */
import type { Bound, Frame, Overload, Parameter } from './binding.ts';
import { implicit } from './conversions.ts';
import { EvaluationError } from './problem.ts';
import type { Argument, Expression } from './syntax.ts';
import type { Type } from './types.ts';

/** Argument values by parameter; undefined where an optional one is left out. */
type Placed = (Bound | undefined)[];

export interface Prepared {
  name: string | undefined;
  expression: Expression;
  /** Absent for lambdas and `out`, which have no type of their own. */
  bound: Bound | undefined;
}

/** Gives a local variable for an `out` argument. */
export type BindOut = (argument: Expression, type: Type) => Bound;

const fits = (argument: Prepared, parameter: Parameter): boolean =>
  parameter.out === true
    ? argument.expression.kind === 'out'
    : argument.bound !== undefined && implicit(argument.bound, parameter.type) !== undefined;

const parameterFor = (overload: Overload, argument: Prepared, index: number): number => {
  const { parameters } = overload;
  if (argument.name !== undefined) return parameters.findIndex(({ name }) => name === argument.name);
  const last = parameters.length - 1;
  return index >= last && parameters[last]?.rest ? last : index;
};

/** Whether the arguments can be given to this overload. */
const accepts = (overload: Overload, prepared: readonly Prepared[]): boolean => {
  const filled = new Set<number>();
  const allFit = prepared.every((argument, index) => {
    const place = parameterFor(overload, argument, index);
    const parameter = overload.parameters[place];
    filled.add(place);
    return parameter !== undefined && fits(argument, parameter);
  });
  return (
    allFit && overload.parameters.every((parameter, place) => filled.has(place) || parameter.optional || parameter.rest)
  );
};

const place = (overload: Overload, prepared: readonly Prepared[], out: BindOut): Placed => {
  const placed: Placed = [];
  for (const [index, argument] of prepared.entries()) {
    const at = parameterFor(overload, argument, index);
    const parameter = overload.parameters[at] as Parameter;
    const value = parameter.out
      ? out(argument.expression, parameter.type)
      : implicit(argument.bound as Bound, parameter.type);
    placed[parameter.rest ? Math.max(index, at) : at] = value;
  }
  return Array.from(placed);
};

const describe = (name: string, overload: Overload): string =>
  `${name}(${overload.parameters.map(({ type, rest, out }) => `${rest ? 'params ' : ''}${out ? 'out ' : ''}${type.name}`).join(', ')})`;

/** The first overload that takes the arguments, or a message with all there are. */
export const pickOverload = (
  name: string,
  overloads: readonly Overload[],
  prepared: readonly Prepared[],
): Overload | string => {
  const found = overloads.find((overload) => accepts(overload, prepared));
  if (found) return found;
  const given = prepared.map(({ bound, expression }) => bound?.type.name ?? expression.kind).join(', ');
  return `${name}(${given}) does not fit; there is ${overloads.map((one) => describe(name, one)).join(', ')}`;
};

/** A value that something is called on: null is C#'s famous error. */
export const notNull = (value: unknown, name: string): unknown => {
  if (value === undefined)
    throw new EvaluationError(`Object reference not set to an instance of an object. (${name} of null)`);
  return value;
};

/** Bound calls without the cost of an argument array for the usual few arguments. */
export const bindCall = (
  name: string,
  target: Bound,
  overload: Overload,
  prepared: readonly Prepared[],
  out: BindOut,
): Bound => {
  const { call, returns: type } = overload;
  const self = target.run;
  const values = place(overload, prepared, out).map((value) => value?.run ?? (() => undefined));
  const [a, b] = values;
  if (!a) return { type, run: (frame) => call(notNull(self(frame), name)) };
  if (!b) return { type, run: (frame) => call(notNull(self(frame), name), a(frame)) };
  if (values.length === 2) return { type, run: (frame) => call(notNull(self(frame), name), a(frame), b(frame)) };
  return { type, run: (frame: Frame) => call(notNull(self(frame), name), ...values.map((value) => value(frame))) };
};

/** Arguments with their types, as far as they have one. */
export const prepare = (list: readonly Argument[], bind: (expression: Expression) => Bound): Prepared[] =>
  list.map(({ name, value }) => ({
    name,
    expression: value,
    bound: value.kind === 'lambda' || value.kind === 'out' ? undefined : bind(value),
  }));
