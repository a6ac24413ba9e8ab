/** LINQ on whatever can be enumerated. It is evaluated at once, not lazily. */
import type { Bound, CallSite, Frame, Member, Members } from '../binding.ts';
import { EvaluationError } from '../problem.ts';
import {
  arrayOf,
  bool,
  dictionaryOf,
  double,
  enumerableOf,
  int,
  isInteger,
  isNumeric,
  listOf,
  string,
  type Type,
} from '../types.ts';
import { at, itemsOf } from './collections.ts';
import { type methods, overload, special } from './define.ts';

const elementOf = (site: CallSite): Type => site.target.type.element ?? site.fail(`${site.name} needs a sequence`);

const only = (site: CallSite, most: number): void => {
  if (site.arguments.length > most)
    site.fail(`${site.name} takes at most ${most} argument${most === 1 ? '' : 's'} here`);
};

/** A method with an optional predicate, such as `Any(x => …)`. */
const filtering = (result: (element: Type) => Type, pick: (items: unknown[]) => unknown): Member =>
  special((site) => {
    only(site, 1);
    const element = elementOf(site);
    const { run } = site.target;
    const predicate = site.arguments[0] && predicateOf(site, element);
    return {
      type: result(element),
      run: (frame) => {
        const items = itemsOf(run(frame));
        return pick(predicate ? items.filter((item) => predicate(frame, item)) : items);
      },
    };
  });

const predicateOf = (site: CallSite, element: Type): ((frame: Frame, item: unknown) => boolean) => {
  const first = site.arguments[0] ?? site.fail(`${site.name} needs a condition, such as x => x == "a"`);
  const lambda = site.lambda(first.value, [element]);
  if (lambda.returns.name !== 'bool') site.fail(`the condition of ${site.name} gives ${lambda.returns.name}, not bool`);
  return (frame, item) => lambda.invoke(frame, item) === true;
};

const none = (): never => {
  throw new EvaluationError('Sequence contains no elements');
};

const oneOf = (items: unknown[]): unknown => {
  if (items.length > 1) throw new EvaluationError('Sequence contains more than one element');
  return items[0];
};

/** The default of a type: 0 and false for value types, otherwise null. */
const orDefault = (pick: (items: unknown[]) => unknown): Member =>
  special((site) => {
    const element = elementOf(site);
    const zero = isNumeric(element) ? 0 : element.name === 'bool' ? false : undefined;
    const chosen = filtering(
      () => element,
      (items) => (items.length ? pick(items) : zero),
    );
    return chosen.kind === 'special' ? chosen.bind(site) : site.fail('unreachable');
  });

/** A method whose lambda gives a key or a value for each item. */
const selecting = (
  result: (returns: Type, element: Type) => Type,
  apply: (items: unknown[], pick: (item: unknown) => unknown) => unknown,
): Member =>
  special((site) => {
    only(site, 1);
    const element = elementOf(site);
    const { run } = site.target;
    const first = site.arguments[0];
    const lambda = first && site.lambda(first.value, [element]);
    return {
      type: result(lambda?.returns ?? element, element),
      run: (frame) => apply(itemsOf(run(frame)), lambda ? (item) => lambda.invoke(frame, item) : (item) => item),
    };
  });

const required = (member: Member): Member =>
  special((site) => {
    if (!site.arguments.length) site.fail(`${site.name} needs a lambda, such as x => x.Value`);
    return member.kind === 'special' ? member.bind(site) : site.fail('unreachable');
  });

/** A method that takes values of the element type (or counts) and no lambda. */
const withValues = (overloadsOf: (element: Type) => Parameters<typeof methods>): Member =>
  special((site) => site.choose(overloadsOf(elementOf(site))));

const order = (sign: 1 | -1) => (items: unknown[], pick: (item: unknown) => unknown) =>
  items
    .map((item) => ({ item, key: pick(item) as string | number }))
    .toSorted((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0))
    .map(({ item }) => item);

const numbersOf = (items: unknown[], pick: (item: unknown) => unknown): number[] =>
  items.map((item) => Number(pick(item)));
const highest = (items: unknown[], pick: (item: unknown) => unknown) =>
  items.length ? Math.max(...numbersOf(items, pick)) : none();
const lowest = (items: unknown[], pick: (item: unknown) => unknown) =>
  items.length ? Math.min(...numbersOf(items, pick)) : none();

const casting = special((site) => {
  const type = site.typeArguments[0] ?? site.fail(`${site.name} needs a type: ${site.name}<string>()`);
  const element = elementOf(site);
  const { run } = site.target;
  let item: unknown;
  const cast: Bound = site.cast({ type: element, run: () => item }, type);
  return {
    type: enumerableOf(type),
    run: (frame) =>
      itemsOf(run(frame)).map((value) => {
        item = value;
        return cast.run(frame);
      }),
  };
});

const all = special((site) => {
  const predicate = predicateOf(site, elementOf(site));
  const { run } = site.target;
  return { type: bool, run: (frame) => itemsOf(run(frame)).every((item) => predicate(frame, item)) };
});

const flatten = special((site) => {
  const first = site.arguments[0] ?? site.fail('SelectMany needs a lambda');
  const lambda = site.lambda(first.value, [elementOf(site)]);
  const inner = lambda.returns.element ?? site.fail('the lambda of SelectMany must give a sequence');
  const { run } = site.target;
  return {
    type: enumerableOf(inner),
    run: (frame) => itemsOf(run(frame)).flatMap((item) => itemsOf(lambda.invoke(frame, item))),
  };
});

const toDictionary = special((site) => {
  const [key, value] = site.arguments;
  const element = elementOf(site);
  const keys = site.lambda(key?.value ?? site.fail('ToDictionary needs a key, such as x => x.Key'), [element]);
  const values = value && site.lambda(value.value, [element]);
  const { run } = site.target;
  if (keys.returns.name !== 'string') site.fail('ToDictionary takes string keys only');
  return {
    type: dictionaryOf(string, values?.returns ?? element),
    run: (frame) =>
      new Map(
        itemsOf(run(frame)).map((item) => [keys.invoke(frame, item), values ? values.invoke(frame, item) : item]),
      ),
  };
});

const sameItems = (element: Type) => enumerableOf(element);

/** Methods of every sequence. */
export const linqMembers: Members = {
  Any: filtering(
    () => bool,
    (items) => items.length > 0,
  ),
  All: all,
  Where: required(filtering(sameItems, (items) => items)),
  Select: required(
    selecting(
      (returns) => enumerableOf(returns),
      (items, pick) => items.map((item) => pick(item)),
    ),
  ),
  SelectMany: flatten,
  Count: filtering(
    () => int,
    (items) => items.length,
  ),
  First: filtering(
    (element) => element,
    (items) => (items.length ? items[0] : none()),
  ),
  FirstOrDefault: orDefault((items) => items[0]),
  Last: filtering(
    (element) => element,
    (items) => (items.length ? items.at(-1) : none()),
  ),
  LastOrDefault: orDefault((items) => items.at(-1)),
  Single: filtering(
    (element) => element,
    (items) => (items.length ? oneOf(items) : none()),
  ),
  SingleOrDefault: orDefault(oneOf),
  ToList: special((site) =>
    site.choose([overload([], listOf(elementOf(site)), (self: unknown) => [...itemsOf(self)])]),
  ),
  ToArray: special((site) =>
    site.choose([overload([], arrayOf(elementOf(site)), (self: unknown) => [...itemsOf(self)])]),
  ),
  ToDictionary: toDictionary,
  Contains: withValues((element) => [
    overload([element], bool, (self: unknown, item: unknown) => itemsOf(self).includes(item)),
  ]),
  Distinct: withValues((element) => [
    overload([], enumerableOf(element), (self: unknown) => [...new Set(itemsOf(self))]),
  ]),
  Reverse: withValues((element) => [
    overload([], enumerableOf(element), (self: unknown) => itemsOf(self).toReversed()),
  ]),
  Skip: withValues((element) => [
    overload([int], enumerableOf(element), (self: unknown, count: number) => itemsOf(self).slice(Math.max(count, 0))),
  ]),
  Take: withValues((element) => [
    overload([int], enumerableOf(element), (self: unknown, count: number) =>
      itemsOf(self).slice(0, Math.max(count, 0)),
    ),
  ]),
  ElementAt: withValues((element) => [
    overload([int], element, (self: unknown, index: number) => at(itemsOf(self), index)),
  ]),
  Concat: withValues((element) => [
    overload([enumerableOf(element)], enumerableOf(element), (self: unknown, other: unknown) => [
      ...itemsOf(self),
      ...itemsOf(other),
    ]),
  ]),
  Union: withValues((element) => [
    overload([enumerableOf(element)], enumerableOf(element), (self: unknown, other: unknown) => [
      ...new Set([...itemsOf(self), ...itemsOf(other)]),
    ]),
  ]),
  Intersect: withValues((element) => [
    overload([enumerableOf(element)], enumerableOf(element), (self: unknown, other: unknown) =>
      [...new Set(itemsOf(self))].filter((item) => itemsOf(other).includes(item)),
    ),
  ]),
  Except: withValues((element) => [
    overload([enumerableOf(element)], enumerableOf(element), (self: unknown, other: unknown) =>
      [...new Set(itemsOf(self))].filter((item) => !itemsOf(other).includes(item)),
    ),
  ]),
  OrderBy: required(selecting((_, element) => enumerableOf(element), order(1))),
  OrderByDescending: required(selecting((_, element) => enumerableOf(element), order(-1))),
  Sum: selecting(
    (returns) => (isNumeric(returns) ? returns : double),
    (items, pick) => numbersOf(items, pick).reduce((sum, item) => sum + item, 0),
  ),
  Average: selecting(
    () => double,
    (items, pick) =>
      items.length ? numbersOf(items, pick).reduce((sum, item) => sum + item, 0) / items.length : none(),
  ),
  Max: selecting((returns) => (isInteger(returns) ? returns : double), highest),
  Min: selecting((returns) => (isInteger(returns) ? returns : double), lowest),
  Cast: casting,
  OfType: special((site) => {
    const type = site.typeArguments[0] ?? site.fail('OfType needs a type: OfType<string>()');
    return site.choose([
      overload([], enumerableOf(type), (self: unknown) => itemsOf(self).filter((item) => type.is(item))),
    ]);
  }),
};
