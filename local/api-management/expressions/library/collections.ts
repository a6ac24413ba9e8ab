/** Arrays, lists and dictionaries. */
import type { Member, Members } from '../binding.ts';
import { EvaluationError } from '../problem.ts';
import { toText } from '../text.ts';
import {
  bool,
  enumerableOf,
  int,
  isNumeric,
  isPlainObject,
  type Lookup,
  nothing,
  object,
  string,
  type Type,
} from '../types.ts';
import { method, methods, optional, out, overload, property, special } from './define.ts';

/** The items that `foreach` gives for any enumerable value. */
export const itemsOf = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value;
  if (value instanceof Uint8Array) return [...value];
  if (isPlainObject(value)) return Object.entries(value);
  if (typeof value === 'object' && value !== null && 'entries' in value) return [...(value as Lookup).entries()];
  throw new EvaluationError('Value cannot be null. (Parameter "source")');
};

/** `items[index]`, with C#'s error. */
export const at = (items: unknown[], index: number): unknown => {
  if (index < 0 || index >= items.length) throw new EvaluationError('Index was outside the bounds of the array.');
  return items[index];
};

export const arrayTypeMembers: Members = { Length: property(int, (self: ArrayLike<unknown>) => self.length) };

export const listMembers = (type: Type): Members => {
  const element = type.arguments[0] ?? object;
  return {
    Count: property(int, (self: unknown[]) => self.length),
    Add: method([element], nothing, (self: unknown[], item: unknown) => void self.push(item)),
    AddRange: method(
      [enumerableOf(element)],
      nothing,
      (self: unknown[], items: unknown) => void self.push(...itemsOf(items)),
    ),
    Remove: method(
      [element],
      bool,
      (self: unknown[], item: unknown) => self.includes(item) && self.splice(self.indexOf(item), 1).length > 0,
    ),
    RemoveAt: method([int], nothing, (self: unknown[], index: number) => void self.splice(index, 1)),
    IndexOf: method([element], int, (self: unknown[], item: unknown) => self.indexOf(item)),
    Insert: method(
      [int, element],
      nothing,
      (self: unknown[], index: number, item: unknown) => void self.splice(index, 0, item),
    ),
    Clear: method([], nothing, (self: unknown[]) => void self.splice(0)),
  };
};

export const pairMembers = (type: Type): Members => ({
  Key: property(type.arguments[0] ?? string, (self: unknown[]) => self[0]),
  Value: property(type.arguments[1] ?? object, (self: unknown[]) => self[1]),
});

/** API Management's own method: several values come joined with commas. */
const joined = (value: unknown): unknown => (Array.isArray(value) ? value.map(toText).join(',') : value);

const valueOrDefault = (item: Type): Member => {
  if (item.name === 'string[]' || item.name === 'string')
    return methods(
      overload(
        [string, optional(string)],
        string,
        (self: Lookup, key: string, other?: string) => joined(self.get(key)) ?? other,
      ),
    );
  return special((site) => {
    const [key, other] = site.arguments;
    const name = site.convert(site.bind(key?.value ?? site.fail('GetValueOrDefault needs a name')), string);
    const fallback = other && site.bind(other.value);
    const implied = fallback && fallback.type.name !== 'null' ? fallback.type : object;
    const type = site.typeArguments[0] ?? implied;
    const converted = fallback && site.convert(fallback, type);
    const { run } = site.target;
    const zero = isNumeric(type) ? 0 : type.name === 'bool' ? false : undefined;
    let found: unknown;
    const cast = site.cast({ type: object, run: () => found }, type);
    return {
      type,
      run: (frame) => {
        const value = (run(frame) as Lookup).get(name.run(frame) as string);
        if (value === undefined) return converted ? converted.run(frame) : zero;
        found = value;
        return cast.run(frame);
      },
    };
  });
};

export const readOnlyDictionaryMembers = (type: Type): Members => {
  const item = type.arguments[1] ?? object;
  return {
    Count: property(int, (self: Lookup) => self.size),
    Keys: property(enumerableOf(string), (self: Lookup) => [...self.keys()]),
    Values: property(enumerableOf(item), (self: Lookup) => [...self.entries()].map(([, value]) => value)),
    ContainsKey: method([string], bool, (self: Lookup, key: string) => self.has(key)),
    TryGetValue: method(
      [string, out(item)],
      bool,
      (self: Lookup, key: string, result: { set(value: unknown): void }) => {
        result.set(self.get(key));
        return self.has(key);
      },
    ),
    GetValueOrDefault: valueOrDefault(item),
  };
};

export const dictionaryMembers = (type: Type): Members => ({
  ...readOnlyDictionaryMembers(type),
  Add: method(
    [string, type.arguments[1] ?? object],
    nothing,
    (self: Map<string, unknown>, key: string, value: unknown) => {
      if (self.has(key)) throw new EvaluationError('An item with the same key has already been added.');
      self.set(key, value);
    },
  ),
  Remove: method([string], bool, (self: Map<string, unknown>, key: string) => self.delete(key)),
  Clear: method([], nothing, (self: Map<string, unknown>) => self.clear()),
});

/** `dictionary[key]`, with C#'s error. */
export const entry = (self: Lookup, key: string): unknown => {
  if (!self.has(key)) throw new EvaluationError(`The given key '${key}' was not present in the dictionary.`);
  return self.get(key);
};
