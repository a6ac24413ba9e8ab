/** Statements as closures. A closure answers whether the body has returned; the value is then in the frame. */
import { bindBinary } from './bind-operators.ts';
import type { Bound, Frame } from './binding.ts';
import { commonType, implicit } from './conversions.ts';
import { itemsOf } from './library/collections.ts';
import { toJson } from './library/json.ts';
import { EvaluationError, failAt } from './problem.ts';
import { resolveType } from './resolve-type.ts';
import type { Scope } from './scope.ts';
import type { Expression, Statement } from './syntax.ts';
import { bool, exception, jToken, nothing, same, type Type } from './types.ts';

type Run = (frame: Frame) => boolean;
type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

const alwaysReturns = (statements: readonly Statement[]): boolean => statements.some(returns);

const returns = (statement: Statement): boolean => {
  if (statement.kind === 'return' || statement.kind === 'throw') return true;
  if (statement.kind === 'if') return alwaysReturns(statement.whenTrue) && alwaysReturns(statement.whenFalse);
  if (statement.kind === 'try') return alwaysReturns(statement.body) && alwaysReturns(statement.caught);
  return statement.kind === 'block' && alwaysReturns(statement.body);
};

const sequence = (runs: readonly Run[]): Run => {
  const [only] = runs;
  if (only && runs.length === 1) return only;
  return (frame) => runs.some((run) => run(frame));
};

/** Writes `target[key] = value`. */
const store = (self: unknown, key: unknown, value: unknown): void => {
  if (self === undefined) throw new EvaluationError('Object reference not set to an instance of an object.');
  if (self instanceof Map) self.set(key, value);
  else if (typeof key === 'number' && Array.isArray(self) && (key < 0 || key >= self.length))
    throw new EvaluationError('Index was out of range.');
  else (self as Record<string, unknown>)[String(key)] = value;
};

/** Binds whole bodies, given how expressions are bound. The result runs like an expression. */
export const statementsBinder = (bind: (node: Expression, scope: Scope) => Bound) => {
  const convert = (value: Bound, type: Type, at: number): Bound =>
    implicit(value, type) ?? failAt(at)(`${value.type.name} is given where ${type.name} is expected`);

  const condition = (node: Expression, scope: Scope): Bound => {
    const test = bind(node, scope);
    return same(test.type, bool) ? test : failAt(node.at)(`the condition is ${test.type.name}, not bool`);
  };

  const declare = (node: Of<'declare'>, scope: Scope): Run => {
    const fail = failAt(node.at);
    const value = node.value && bind(node.value, scope);
    const type = node.type ? resolveType(node.type) : (value?.type ?? fail(`var ${node.name} needs a value`));
    if (type.name === 'null' || same(type, nothing)) fail(`${node.name} needs a type: ${type.name} has none`);
    const run = value ? convert(value, type, node.at).run : () => undefined;
    const { slot } = scope.declare(node.name, type, node.at);
    return (frame) => {
      frame.locals[slot] = run(frame);
      return false;
    };
  };

  const combined = (node: Of<'assign'>, scope: Scope): Bound => {
    const value = bind(node.value, scope);
    if (node.operator === '=') return value;
    return bindBinary(node.operator.charAt(0), bind(node.target, scope), value, failAt(node.at));
  };

  const assign = (node: Of<'assign'>, scope: Scope): Run => {
    const { target, at } = node;
    const place = bind(target, scope);
    const { run } = convert(combined(node, scope), place.type, at);
    if (target.kind === 'name') {
      const slot = scope.find(target.name)?.slot ?? failAt(at)(`${target.name} cannot be assigned to`);
      return (frame) => {
        frame.locals[slot] = run(frame);
        return false;
      };
    }
    if (target.kind !== 'index') return failAt(at)('only variables and items in [ ] can be assigned to');
    const self = bind(target.target, scope);
    if (self.type.library === 'IReadOnlyDictionary' || self.type.name === 'string')
      failAt(at)(`${self.type.name} is read-only; use set-variable or set-header`);
    const key = bind(target.index, scope).run;
    const json = same(place.type, jToken);
    return (frame) => {
      store(self.run(frame), key(frame), json ? toJson(run(frame)) : run(frame));
      return false;
    };
  };

  const foreach = (node: Of<'foreach'>, scope: Scope, results: Bound[]): Run => {
    const items = bind(node.items, scope);
    const element = items.type.element ?? failAt(node.items.at)(`${items.type.name} cannot be enumerated`);
    const type = node.type ? resolveType(node.type) : element;
    if (!implicit({ type: element, run: items.run }, type))
      failAt(node.at)(`the items are ${element.name}, not ${type.name}`);
    const inner = scope.nested();
    const { slot } = inner.declare(node.name, type, node.at);
    const body = block(node.body, inner, results);
    return (frame) =>
      itemsOf(items.run(frame)).some((item) => {
        frame.locals[slot] = item;
        return body(frame);
      });
  };

  const attempt = (node: Of<'try'>, scope: Scope, results: Bound[]): Run => {
    const body = block(node.body, scope.nested(), results);
    const inner = scope.nested();
    const slot = node.name === undefined ? undefined : inner.declare(node.name, exception, node.at).slot;
    const caught = block(node.caught, inner, results);
    return (frame) => {
      try {
        return body(frame);
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        if (slot !== undefined) frame.locals[slot] = error;
        return caught(frame);
      }
    };
  };

  const giveBack = (node: Of<'return'>, scope: Scope, results: Bound[]): Run => {
    const value = bind(node.value, scope);
    results.push(value);
    return (frame) => {
      frame.result = value.run(frame);
      return true;
    };
  };

  const branch = (node: Of<'if'>, scope: Scope, results: Bound[]): Run => {
    const test = condition(node.test, scope).run;
    const yes = block(node.whenTrue, scope.nested(), results);
    const no = block(node.whenFalse, scope.nested(), results);
    return (frame) => (test(frame) === true ? yes(frame) : no(frame));
  };

  const fail = (node: Of<'throw'>, scope: Scope): Run => {
    const { run } = convert(bind(node.value, scope), exception, node.at);
    return (frame) => {
      throw run(frame) as Error;
    };
  };

  const statement = (node: Statement, scope: Scope, results: Bound[]): Run => {
    switch (node.kind) {
      case 'declare':
        return declare(node, scope);
      case 'assign':
        return assign(node, scope);
      case 'call': {
        const { run } = bind(node.call, scope);
        return (frame) => run(frame) === discarded;
      }
      case 'if':
        return branch(node, scope, results);
      case 'foreach':
        return foreach(node, scope, results);
      case 'try':
        return attempt(node, scope, results);
      case 'throw':
        return fail(node, scope);
      case 'return':
        return giveBack(node, scope, results);
      case 'block':
        return block(node.body, scope.nested(), results);
    }
  };

  const block = (nodes: readonly Statement[], scope: Scope, results: Bound[]): Run =>
    sequence(nodes.map((node) => statement(node, scope, results)));

  return (nodes: readonly Statement[], scope: Scope): Bound => {
    const results: Bound[] = [];
    const run = block(nodes, scope, results);
    const at = nodes[0]?.at ?? 0;
    if (!alwaysReturns(nodes)) failAt(at)('not every path through these statements returns a value');
    const type = results.reduce<Type | undefined>(
      (common, { type }) => (common ? commonType(common, type) : type),
      undefined,
    );
    return {
      type:
        type ??
        failAt(at)(`the returned values have no common type: ${results.map(({ type }) => type.name).join(', ')}`),
      run: (frame) => {
        run(frame);
        return frame.result;
      },
    };
  };
};

/** The result of a call that stands alone is dropped: no result equals this. */
const discarded = Symbol('discarded');
