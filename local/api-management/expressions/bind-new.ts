/** `new`: objects, lists, dictionaries, arrays and anonymous objects. */
import { prepare } from './bind-calls.ts';
import type { Bound, Frame, Overload } from './binding.ts';
import { commonType, implicit } from './conversions.ts';
import { constructors } from './library/registry.ts';
import { failAt } from './problem.ts';
import { resolveType } from './resolve-type.ts';
import type { Scope } from './scope.ts';
import type { Argument, Expression } from './syntax.ts';
import * as t from './types.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** What this needs of the binder, which needs this in turn. */
export interface Binder {
  bind: (node: Expression, scope: Scope) => Bound;
  overloads: (
    calling: { at: number; name: string; target: Bound; arguments: readonly Argument[] },
    overloads: readonly Overload[],
    scope: Scope,
  ) => Bound;
}

const emptyOf: Record<string, () => unknown> = { List: () => [], Dictionary: () => new Map() };

const copy = (value: unknown): unknown => (value instanceof Map ? new Map(value) : [...(value as unknown[])]);
const put = (made: unknown, [first, second]: unknown[]): void => {
  if (made instanceof Map) made.set(first, second);
  else (made as unknown[]).push(first);
};

const converted = (value: Bound, type: t.Type, at: number): Bound =>
  implicit(value, type) ?? failAt(at)(`${value.type.name} is given where ${type.name} is expected`);

const jsonOf = (value: unknown): unknown => (value === undefined ? null : value);

/** The binders of everything that starts with `new`. */
export const newBinder = ({ bind, overloads: bindOverloads }: Binder) => {
  const bindCollection = (node: Of<'new'>, type: t.Type, scope: Scope): Bound => {
    const fail = failAt(node.at);
    const make = emptyOf[type.library] ?? fail(`new ${type.name} is not supported`);
    const kinds = type.library === 'List' ? [type.element ?? t.object] : type.arguments;
    const items = (node.initializer ?? []).map((values) => {
      if (values.length !== kinds.length) fail(`the items of ${type.name} have ${kinds.length} value(s) each`);
      return values.map((value, index) => converted(bind(value, scope), kinds[index] as t.Type, value.at).run);
    });
    const [source] = prepare(node.arguments, (expression) => bind(expression, scope));
    const copied =
      source?.bound &&
      converted(source.bound, type.library === 'List' ? t.enumerableOf(kinds[0] as t.Type) : type, node.at);
    const run = (frame: Frame): unknown => {
      const made = copied ? copy(copied.run(frame)) : make();
      for (const item of items)
        put(
          made,
          item.map((value) => value(frame)),
        );
      return made;
    };
    return { type, run };
  };

  /** `new JObject { { "a", 1 } }` and `{ ["a"] = 1 }`. */
  const withMembers = (made: Bound, node: Of<'new'>, scope: Scope): Bound => {
    const fail = failAt(node.at);
    const rows = (node.initializer ?? []).map((values) => values.map((value) => bind(value, scope)));
    if (!rows.length) return made;
    if (made.type.name === 'JArray')
      return {
        type: made.type,
        run: (frame) => [...(made.run(frame) as unknown[]), ...rows.map(([value]) => jsonOf(value?.run(frame)))],
      };
    if (made.type.name !== 'JObject' || rows.some((row) => row.length !== 2 || row[0]?.type.name !== 'string'))
      fail(`this initializer is not supported for ${made.type.name}`);
    return {
      type: made.type,
      run: (frame) => ({
        ...(made.run(frame) as object),
        ...Object.fromEntries(rows.map(([key, value]) => [key?.run(frame), jsonOf(value?.run(frame))])),
      }),
    };
  };

  const bindNew = (node: Of<'new'>, scope: Scope): Bound => {
    const { name } = node.type;
    const overloads = Object.hasOwn(constructors, name) ? constructors[name] : undefined;
    if (!overloads) return bindCollection(node, resolveType(node.type), scope);
    const target: Bound = { type: t.object, run: (frame) => frame.context };
    const made = bindOverloads({ at: node.at, name, target, arguments: node.arguments }, overloads, scope);
    return node.initializer ? withMembers(made, node, scope) : made;
  };

  const bindArray = ({ type, items, at }: Of<'new-array'>, scope: Scope): Bound => {
    const values = items.map((item) => bind(item, scope));
    const guessed = values.reduce<t.Type | undefined>(
      (common, value) => (common ? commonType(common, value.type) : value.type),
      undefined,
    );
    const element = type
      ? resolveType(type)
      : (guessed ?? failAt(at)('the items of this array have no common type; write new string[] { … }'));
    const runs = values.map((value, index) => converted(value, element, items[index]?.at ?? at).run);
    return { type: t.arrayOf(element), run: (frame) => runs.map((run) => run(frame)) };
  };

  const bindAnonymous = ({ members }: Of<'new-anonymous'>, scope: Scope): Bound => {
    const bound = members.map(({ name, value }) => ({ name, ...bind(value, scope) }));
    return {
      type: t.anonymousOf(bound),
      run: (frame) => Object.fromEntries(bound.map(({ name, run }) => [name, run(frame)])),
    };
  };

  return { bindNew, bindArray, bindAnonymous };
};
