/** What the type library and the binder share: members, call sites, and expressions bound to their types. */
import type { ExpressionContext } from './context.ts';
import type { Argument, Expression } from './syntax.ts';
import type { Type } from './types.ts';

/** One evaluation: the context variable and the local variables by slot. */
export interface Frame {
  context: ExpressionContext;
  locals: unknown[];
  /** What `return` gave. */
  result: unknown;
}

/** An expression whose type is known and that is ready to run. */
export interface Bound {
  type: Type;
  run: (frame: Frame) => unknown;
  /** The value of a literal, for checks at compile time. */
  literal?: unknown;
}

/** What an expression reads and has to be there before it is evaluated. */
export type Effect = 'request-body' | 'response' | 'response-body';

export interface Property {
  kind: 'property';
  type: Type;
  effect?: Effect;
  get: (self: unknown) => unknown;
}

export interface Parameter {
  type: Type;
  name?: string;
  optional?: boolean;
  /** Takes all remaining arguments, as an array. */
  rest?: boolean;
  /** Receives an OutReference. */
  out?: boolean;
}

export interface OutReference {
  set(value: unknown): void;
}

export interface Overload {
  parameters: readonly Parameter[];
  returns: Type;
  call: (self: unknown, ...args: unknown[]) => unknown;
}

export interface Method {
  kind: 'method';
  overloads: readonly Overload[];
}

/** A member whose types depend on the call: generic methods and those that take lambdas. */
export interface Special {
  kind: 'special';
  bind(site: CallSite): Bound;
}

export type Member = Property | Method | Special;
export type Members = Record<string, Member>;

export interface BoundLambda {
  returns: Type;
  invoke: (frame: Frame, ...args: unknown[]) => unknown;
}

export interface CallSite {
  at: number;
  name: string;
  /** The value the method is called on; absent for static methods and constructors. */
  target: Bound;
  typeArguments: readonly Type[];
  arguments: readonly Argument[];
  bind(expression: Expression): Bound;
  lambda(expression: Expression, parameters: readonly Type[]): BoundLambda;
  /** The value converted without a cast; refuses at compile time what C# refuses. */
  convert(value: Bound, type: Type): Bound;
  /** The value converted as a cast does. */
  cast(value: Bound, type: Type): Bound;
  /** Binds the call as one of these overloads. */
  choose(overloads: readonly Overload[]): Bound;
  fail(message: string): never;
}
