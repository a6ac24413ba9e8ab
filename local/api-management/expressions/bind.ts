/** Gives every part of an expression its type and turns it into a closure. Unknown names, members and types are refused here, once. */
import { bindCall, notNull, pickOverload, prepare } from './bind-calls.ts';
import { bindIndex } from './bind-index.ts';
import { newBinder } from './bind-new.ts';
import { bindBinary, bindConditional, bindTest, bindUnary } from './bind-operators.ts';
import { statementsBinder } from './bind-statements.ts';
import type { Bound, BoundLambda, CallSite, Frame, Member, Overload } from './binding.ts';
import { castTo, implicit } from './conversions.ts';
import { isStaticName, memberOf, namesOf, staticOf } from './library/registry.ts';
import { iContext } from './library/types.ts';
import { failAt } from './problem.ts';
import { resolveType } from './resolve-type.ts';
import type { Scope } from './scope.ts';
import type { Argument, Expression, TypeName } from './syntax.ts';
import { toFormatted, toText } from './text.ts';
import * as t from './types.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const literalTypes = {
  string: t.string,
  char: t.char,
  int: t.int,
  long: t.long,
  double: t.double,
  decimal: t.decimal,
  bool: t.bool,
  null: t.nullType,
};

const bindLiteral = ({ type, value }: Of<'literal'>): Bound => ({
  type: literalTypes[type],
  run: () => value,
  literal: value,
});

const bindName = ({ name, at }: Of<'name'>, scope: Scope): Bound => {
  if (name === 'context') return { type: iContext, run: (frame) => frame.context };
  const variable = scope.find(name);
  if (!variable)
    return failAt(at)(isStaticName(name) ? `${name} is a type, not a value` : `the name ${name} is not known`);
  const { slot, type } = variable;
  return { type, run: (frame) => frame.locals[slot] };
};

const bindInterpolated = ({ parts }: Of<'interpolated'>, scope: Scope): Bound => {
  const runs = parts.map((part): ((frame: Frame) => string) => {
    if (typeof part === 'string') return () => part;
    const { run } = bind(part.value, scope);
    const { format } = part;
    return format === undefined ? (frame) => toText(run(frame)) : (frame) => toFormatted(run(frame), format);
  });
  return { type: t.string, run: (frame) => runs.map((run) => run(frame)).join('') };
};

/** The last name of `Math` or `System.Math`, when it is a type and not a variable. */
const staticName = (target: Expression, scope: Scope): string | undefined => {
  if (target.kind === 'name') return scope.find(target.name) || target.name === 'context' ? undefined : target.name;
  if (target.kind !== 'member') return undefined;
  const namespace = staticName(target.target, scope);
  return namespace === undefined || isStaticName(namespace) ? undefined : target.name;
};

interface Found {
  member: Member;
  /** What it is read from; for static members the context. */
  target: Bound;
}

const unknownMember = (type: t.Type, { name, at }: Of<'member'>): never => {
  const known = namesOf(type);
  return failAt(at)(`${type.name} has no member ${name}${known.length ? ` (it has ${known.join(', ')})` : ''}`);
};

const findMember = (node: Of<'member'>, scope: Scope): Found => {
  const type = staticName(node.target, scope);
  if (type !== undefined && isStaticName(type)) {
    const member =
      staticOf(type, node.name) ?? failAt(node.at)(`${type} has no static member ${node.name} that is supported`);
    return { member, target: { type: t.object, run: (frame) => frame.context } };
  }
  if (type !== undefined) return failAt(node.target.at)(`the name ${type} is not known`);
  const target = bind(node.target, scope);
  return { member: memberOf(target.type, node.name) ?? unknownMember(target.type, node), target };
};

const bindMember = (node: Of<'member'>, scope: Scope): Bound => {
  const { member, target } = findMember(node, scope);
  if (member.kind !== 'property') return failAt(node.at)(`${node.name} is a method; call it: ${node.name}(…)`);
  if (member.effect) scope.effects.add(member.effect);
  const { get, type } = member;
  const { run } = target;
  return { type, run: (frame) => get(notNull(run(frame), node.name)) };
};

const bindNullConditional = ({ target, rest }: Of<'null-conditional'>, scope: Scope): Bound => {
  const value = bind(target, scope);
  const slot = scope.slot();
  scope.conditional.push({ type: value.type.nullableOf ?? value.type, run: (frame) => frame.locals[slot] });
  const result = bind(rest, scope);
  scope.conditional.pop();
  const [test, next] = [value.run, result.run];
  const run = (frame: Frame): unknown => {
    const present = test(frame);
    if (present === undefined) return undefined;
    frame.locals[slot] = present;
    return next(frame);
  };
  return { type: t.nullableOf(result.type), run };
};

const bindLambda = (node: Expression, parameters: readonly t.Type[], scope: Scope): BoundLambda => {
  const fail = failAt(node.at);
  if (node.kind !== 'lambda') return fail('a lambda is expected here, such as x => x.Value');
  if (node.parameters.length !== parameters.length) fail(`this lambda takes ${parameters.length} parameter(s)`);
  const inner = scope.nested();
  const slots = node.parameters.map((name, index) => inner.declare(name, parameters[index] as t.Type, node.at).slot);
  const body = Array.isArray(node.body) ? bindStatements(node.body, inner) : bind(node.body, inner);
  const invoke = (frame: Frame, ...args: unknown[]): unknown => {
    for (const [index, slot] of slots.entries()) frame.locals[slot] = args[index];
    return body.run(frame);
  };
  return { returns: body.type, invoke };
};

/** A new or known local variable that receives an `out` value. */
const bindOut = (node: Expression, type: t.Type, scope: Scope): Bound => {
  const fail = failAt(node.at);
  if (node.kind !== 'out') return fail('"out" is expected here');
  const declared = node.type ? resolveType(node.type) : type;
  if (!t.same(declared, type)) fail(`this out parameter is ${type.name}, not ${declared.name}`);
  const variable = node.declares
    ? scope.declare(node.name, type, node.at)
    : (scope.find(node.name) ?? fail(`the name ${node.name} is not known`));
  const { slot } = variable;
  const set = (frame: Frame) => ({
    set: (value: unknown) => {
      frame.locals[slot] = value;
    },
  });
  return { type, run: set };
};

interface Calling {
  at: number;
  name: string;
  target: Bound;
  typeArguments?: readonly TypeName[];
  arguments: readonly Argument[];
}

const bindOverloads = (calling: Calling, overloads: readonly Overload[], scope: Scope): Bound => {
  const { name, target, at } = calling;
  const prepared = prepare(calling.arguments, (expression) => bind(expression, scope));
  const picked = pickOverload(name, overloads, prepared);
  if (typeof picked === 'string') return failAt(at)(picked);
  return bindCall(name, target, picked, prepared, (node, type) => bindOut(node, type, scope));
};

const callSite = (calling: Calling, scope: Scope): CallSite => {
  const fail = failAt(calling.at);
  return {
    ...calling,
    typeArguments: (calling.typeArguments ?? []).map(resolveType),
    bind: (expression) => bind(expression, scope),
    lambda: (expression, parameters) => bindLambda(expression, parameters, scope),
    convert: (value, type) =>
      implicit(value, type) ?? fail(`${value.type.name} is given where ${type.name} is expected`),
    cast: (value, type) => castTo(value, type) ?? fail(`${value.type.name} cannot be cast to ${type.name}`),
    choose: (overloads) => bindOverloads(calling, overloads, scope),
    fail,
  };
};

const bindCalling = ({ callee, arguments: list, at }: Of<'call'>, scope: Scope): Bound => {
  if (callee.kind !== 'member') return failAt(at)('only methods can be called');
  const { member, target } = findMember(callee, scope);
  const { name } = callee;
  const calling: Calling = {
    at: callee.at,
    name,
    target,
    arguments: list,
    ...(callee.typeArguments && { typeArguments: callee.typeArguments }),
  };
  if (member.kind === 'special') return member.bind(callSite(calling, scope));
  if (member.kind === 'property') return failAt(callee.at)(`${name} is a property; leave out the parentheses`);
  if (callee.typeArguments) failAt(callee.at)(`${name} takes no type arguments here`);
  return bindOverloads(calling, member.overloads, scope);
};

const news = newBinder({
  bind: (node, scope) => bind(node, scope),
  overloads: (calling, overloads, scope) => bindOverloads(calling, overloads, scope),
});

const bindPlaceholder = (at: number, scope: Scope): Bound =>
  scope.conditional.at(-1) ?? failAt(at)('"?." has nothing in front of it');

/** The typed, runnable form of one expression. Throws ExpressionProblem. */
export const bind = (node: Expression, scope: Scope): Bound => {
  const fail = failAt(node.at);
  switch (node.kind) {
    case 'literal':
      return bindLiteral(node);
    case 'interpolated':
      return bindInterpolated(node, scope);
    case 'name':
      return bindName(node, scope);
    case 'member':
      return bindMember(node, scope);
    case 'call':
      return bindCalling(node, scope);
    case 'index':
      return bindIndex(bind(node.target, scope), bind(node.index, scope), node.at);
    case 'null-conditional':
      return bindNullConditional(node, scope);
    case 'placeholder':
      return bindPlaceholder(node.at, scope);
    case 'unary':
      return bindUnary(node.operator, bind(node.operand, scope), fail);
    case 'binary':
      return bindBinary(node.operator, bind(node.left, scope), bind(node.right, scope), fail);
    case 'conditional':
      return bindConditional(bind(node.test, scope), bind(node.whenTrue, scope), bind(node.whenFalse, scope), fail);
    case 'cast': {
      const type = resolveType(node.type);
      const operand = bind(node.operand, scope);
      return castTo(operand, type) ?? fail(`${operand.type.name} cannot be cast to ${type.name}`);
    }
    case 'as':
    case 'is':
      return bindTest(node.kind, bind(node.operand, scope), resolveType(node.type), fail);
    case 'new':
      return news.bindNew(node, scope);
    case 'new-array':
      return news.bindArray(node, scope);
    case 'new-anonymous':
      return news.bindAnonymous(node, scope);
    case 'lambda':
      return fail('a lambda can stand only as an argument');
    case 'out':
      return fail('"out" can stand only in a call');
  }
};

/** Statements of a body; bound with the functions above, which need them in turn for lambdas. */
export const bindStatements = statementsBinder(bind);
