/** Where names are known while an expression is bound: local variables in nested blocks, each with a slot in the frame. */
import type { Bound, Effect } from './binding.ts';
import { ExpressionProblem } from './problem.ts';
import type { Type } from './types.ts';

export interface Variable {
  type: Type;
  slot: number;
}

export interface Scope {
  find(name: string): Variable | undefined;
  declare(name: string, type: Type, at: number): Variable;
  /** A slot without a name. */
  slot(): number;
  /** A block inside this one. */
  nested(): Scope;
  /** What the expression reads, for all of it. */
  effects: Set<Effect>;
  /** The values that `?.` was applied to, innermost last. */
  conditional: Bound[];
}

const make = (parent: Scope | undefined, counter: { slots: number }): Scope => {
  const names = new Map<string, Variable>();
  const scope: Scope = {
    find: (name) => names.get(name) ?? parent?.find(name),
    declare: (name, type, at) => {
      if (name === 'context' || scope.find(name)) throw new ExpressionProblem(`the name ${name} is already taken`, at);
      const variable = { type, slot: counter.slots++ };
      names.set(name, variable);
      return variable;
    },
    slot: () => counter.slots++,
    nested: () => make(scope, counter),
    effects: parent?.effects ?? new Set(),
    conditional: parent?.conditional ?? [],
  };
  return scope;
};

export const newScope = (): Scope => make(undefined, { slots: 0 });
