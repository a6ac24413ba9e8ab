/** Helpers with which the type library is written as tables. */
import type {
  Bound,
  CallSite,
  Effect,
  Member,
  Method,
  OutReference,
  Overload,
  Parameter,
  Property,
  Special,
} from '../binding.ts';
import type { Type } from '../types.ts';

type Signature = readonly (Type | Parameter)[];

const parameterOf = (entry: Type | Parameter): Parameter => ('library' in entry ? { type: entry } : entry);

/** A property; `get` receives the value it is read from (for static ones the environment). */
export const property = <S>(type: Type, get: (self: S) => unknown, effect?: Effect): Property => ({
  kind: 'property',
  type,
  get: get as Property['get'],
  ...(effect && { effect }),
});

/** A property that is always the same. */
export const constant = (type: Type, value: unknown): Property => property(type, () => value);

export const overload = <S, A extends unknown[]>(
  signature: Signature,
  returns: Type,
  call: (self: S, ...args: A) => unknown,
): Overload => ({ parameters: signature.map(parameterOf), returns, call: call as unknown as Overload['call'] });

/** A method with one signature. */
export const method = <S, A extends unknown[]>(
  signature: Signature,
  returns: Type,
  call: (self: S, ...args: A) => unknown,
): Method => ({ kind: 'method', overloads: [overload(signature, returns, call)] });

/** A method with several signatures, the most specific first. */
export const methods = (...overloads: Overload[]): Method => ({ kind: 'method', overloads });

export const special = (bind: (site: CallSite) => Bound): Special => ({ kind: 'special', bind });

export const optional = (type: Type, name?: string): Parameter => ({ type, optional: true, ...(name && { name }) });
export const rest = (type: Type): Parameter => ({ type, rest: true });
export const out = (type: Type): Parameter => ({ type, out: true });

/** `int.TryParse(text, out value)`: the value, and whether there is one. */
export const tryInto = (parse: () => unknown, reference: OutReference, fallback: unknown): boolean => {
  try {
    reference.set(parse());
    return true;
  } catch {
    reference.set(fallback);
    return false;
  }
};

/** Enumeration members as static properties. */
export const enumMembers = (type: Type, names: readonly string[]): Record<string, Member> =>
  Object.fromEntries(names.map((name) => [name, constant(type, name)]));
