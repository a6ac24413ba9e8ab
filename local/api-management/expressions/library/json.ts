/** Newtonsoft.Json: JObject, JArray, JToken, JProperty and JsonConvert, over plain parsed JSON. */
import type { CallSite, Member, Members } from '../binding.ts';
import { EvaluationError } from '../problem.ts';
import { toText } from '../text.ts';
import {
  arrayOf,
  bool,
  enumerableOf,
  int,
  isPlainObject,
  jArray,
  jObject,
  jToken,
  nothing,
  object,
  string,
  type Type,
} from '../types.ts';
import { method, methods, optional, out, overload, property, rest, special } from './define.ts';
import { JsonProperty } from './json-property.ts';
import { formatting, jProperty, jTokenType } from './types.ts';

type Json = Record<string, unknown>;

/** Any value as JSON content: null is JSON's, dates are ISO text, dictionaries are objects. */
export const toJson = (value: unknown): unknown => {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof JsonProperty) return { [value.name]: value.value };
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), toJson(item)]));
  if (Array.isArray(value)) return value.map(toJson);
  if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  return ['string', 'number', 'boolean'].includes(typeof value) || value === null ? value : toText(value);
};

export const parseJson = (text: string | undefined): unknown => {
  if (text === undefined) throw new EvaluationError('Value cannot be null.');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new EvaluationError(`Error reading JSON: ${(error as Error).message}`);
  }
};

const parseAs = (type: Type) => (_: unknown, text?: string) => {
  const value = parseJson(text);
  if (type.is(value)) return value;
  throw new EvaluationError(`Error reading ${type.name} from JsonReader: the text holds something else.`);
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Float';
  return { string: 'String', boolean: 'Boolean' }[typeof value as 'string' | 'boolean'] ?? 'Object';
};

/** `token[key]`: null when the object lacks it, an error when there is nothing to look into. */
export const child = (self: unknown, key: unknown): unknown => {
  if (Array.isArray(self) && typeof key === 'number') {
    if (key < 0 || key >= self.length) throw new EvaluationError('Index was out of range.');
    return self[key];
  }
  if (isPlainObject(self) && typeof key === 'string') return Object.hasOwn(self, key) ? self[key] : undefined;
  throw new EvaluationError(`Cannot access child value ${JSON.stringify(key)} on a JSON ${kindOf(self)}.`);
};

/** The steps of a JSONPath of names and indexes (`$.a.b[0]['c']`). */
const steps = (path: string): (string | number)[] => {
  const rest = path
    .replace(/^\$\.?/, '')
    .replaceAll(/\['([^']*)'\]|\["([^"]*)"\]/g, (_, a: string, b: string) => `\0${a ?? b}`);
  if (/\.\.|[*?@(]/.test(rest)) throw new EvaluationError(`SelectToken takes names and indexes only, not ${path}`);
  return rest
    .split(/[.\0]|(?=\[)/)
    .filter(Boolean)
    .map((step) => (/^\[\d+\]$/.test(step) ? Number(step.slice(1, -1)) : step));
};

const select = (self: unknown, path: string): unknown =>
  steps(path).reduce<unknown>((value, step) => {
    const fits = typeof step === 'number' ? Array.isArray(value) && step < value.length : isPlainObject(value);
    return fits ? child(value, step) : undefined;
  }, self);

const print = (self: unknown, format?: string): string => {
  if (format !== 'None') return toText(self);
  return JSON.stringify(self);
};

/** The members of a JSON object as `[name, value]`, or the items of an array. */
export const children = (self: unknown): unknown[] =>
  Array.isArray(self) ? self : isPlainObject(self) ? Object.values(self) : [];

const valueOf = (site: CallSite): ReturnType<CallSite['bind']> => {
  const type = site.typeArguments[0] ?? site.fail('Value needs a type: Value<string>("name")');
  const found = site.arguments.length
    ? site.choose([overload([string], jToken, child), overload([int], jToken, child)])
    : { type: jToken, run: site.target.run };
  return site.cast(found, type);
};

const toObject = (site: CallSite): ReturnType<CallSite['bind']> => {
  const type = site.typeArguments[0] ?? site.fail('ToObject needs a type: ToObject<string[]>()');
  const simple = type.element ?? type;
  if (
    !['string', 'int', 'long', 'double', 'decimal', 'bool', 'JToken', 'JObject', 'JArray', 'object'].includes(
      simple.name,
    )
  )
    site.fail(
      `ToObject<${type.name}> is not supported; it takes strings, numbers, bool, JSON types and arrays of them`,
    );
  const { run } = site.target;
  if (type.element && (type.library === 'Array' || type.library === 'List'))
    return { type, run: (frame) => children(run(frame)) };
  return site.cast({ type: jToken, run }, type);
};

export const tokenMembers: Members = {
  Type: property(jTokenType, kindOf),
  HasValues: property(bool, (self: unknown) => children(self).length > 0),
  Value: special(valueOf),
  ToObject: special(toObject),
  Children: method([], enumerableOf(jToken), children),
  SelectToken: method([string, optional(bool)], jToken, (self: unknown, path: string, mustExist?: boolean) => {
    const found = select(self, path);
    if (found === undefined && mustExist) throw new EvaluationError(`Path "${path}" does not exist.`);
    return found;
  }),
  DeepClone: method([], jToken, (self: unknown) => structuredClone(self)),
  ToString: methods(
    overload([], string, (self: unknown) => toText(self)),
    overload([formatting], string, print),
  ),
};

const put = (self: Json, name: string, value: unknown): void => {
  if (Object.hasOwn(self, name)) throw new EvaluationError(`Property with the same name already exists: ${name}`);
  self[name] = toJson(value);
};

const merge = (self: Json, other: Json): void => {
  for (const [name, value] of Object.entries(other)) {
    const present = self[name];
    if (isPlainObject(present) && isPlainObject(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value)) present.push(...value);
    else if (value !== null || present === undefined) self[name] = value;
  }
};

const propertyOf = (self: Json, name: string) =>
  Object.hasOwn(self, name) ? new JsonProperty(name, self[name], self) : undefined;

export const objectMembers: Members = {
  Count: property(int, (self: Json) => Object.keys(self).length),
  Add: methods(
    overload([jProperty], nothing, (self: Json, member: JsonProperty) => put(self, member.name, member.value)),
    overload([string, jToken], nothing, put),
  ),
  Remove: method([string], bool, (self: Json, name: string) => Object.hasOwn(self, name) && delete self[name]),
  ContainsKey: method([string], bool, (self: Json, name: string) => Object.hasOwn(self, name)),
  Property: method([string], jProperty, propertyOf),
  Properties: method([], enumerableOf(jProperty), (self: Json) =>
    Object.keys(self).map((name) => propertyOf(self, name)),
  ),
  GetValue: method([string], jToken, child),
  TryGetValue: method(
    [string, out(jToken)],
    bool,
    (self: Json, name: string, result: { set(value: unknown): void }) => {
      result.set(Object.hasOwn(self, name) ? self[name] : undefined);
      return Object.hasOwn(self, name);
    },
  ),
  Merge: method([jObject], nothing, merge),
};

export const arrayMembers: Members = {
  Add: method([jToken], nothing, (self: unknown[], item: unknown) => void self.push(toJson(item))),
  RemoveAt: method([int], nothing, (self: unknown[], index: number) => void self.splice(index, 1)),
};

export const jPropertyMembers: Members = {
  Name: property(string, (self: JsonProperty) => self.name),
  Value: property(jToken, (self: JsonProperty) => self.value),
  Remove: method([], nothing, (self: JsonProperty) => {
    delete self.owner?.[self.name];
  }),
};

export const jObjectStatics: Members = {
  Parse: method([string], jObject, parseAs(jObject)),
  FromObject: method([object], jObject, (_: unknown, value: unknown) => {
    const made = toJson(value);
    if (isPlainObject(made)) return made;
    throw new EvaluationError('Object serialized to something else than a JObject.');
  }),
};

export const jArrayStatics: Members = {
  Parse: method([string], jArray, parseAs(jArray)),
  FromObject: method([object], jArray, (_: unknown, value: unknown) => {
    const made = toJson(value);
    if (Array.isArray(made)) return made;
    throw new EvaluationError('Object serialized to something else than a JArray.');
  }),
};

export const jTokenStatics: Members = {
  Parse: method([string], jToken, parseAs(jToken)),
  FromObject: method([object], jToken, (_: unknown, value: unknown) => toJson(value)),
};

/** Items given as arguments: one sequence spreads, as in Newtonsoft. */
const content = (items: unknown[]): unknown[] =>
  items.length === 1 && Array.isArray(items[0]) ? (items[0] as unknown[]) : items;

export const jObjectConstructor = [
  overload([rest(jProperty)], jObject, (_: unknown, ...members: JsonProperty[]) =>
    Object.fromEntries(members.map(({ name, value }) => [name, toJson(value)])),
  ),
  overload([enumerableOf(jProperty)], jObject, (_: unknown, members: JsonProperty[]) =>
    Object.fromEntries(members.map(({ name, value }) => [name, toJson(value)])),
  ),
  overload([jObject], jObject, (_: unknown, other: Json) => structuredClone(other)),
];
export const jArrayConstructor = [
  overload([rest(object)], jArray, (_: unknown, ...items: unknown[]) => content(items).map(toJson)),
];
export const jPropertyConstructor = [
  overload(
    [string, rest(object)],
    jProperty,
    (_: unknown, name: string, ...values: unknown[]) =>
      new JsonProperty(name, values.length === 1 ? toJson(values[0]) : values.map(toJson)),
  ),
];
export const jValueConstructor = [overload([object], jToken, (_: unknown, value: unknown) => toJson(value))];

const deserialize: Member = special((site) => {
  const type = site.typeArguments[0] ?? jToken;
  const known = ['JObject', 'JArray', 'JToken', 'string[]', 'List<string>', 'object'];
  if (!known.includes(type.name))
    site.fail(`DeserializeObject<${type.name}> is not supported; use one of ${known.join(', ')}`);
  return site.choose([overload([string], type, parseAs(type.library === 'List' ? arrayOf(string) : type))]);
});

export const jsonConvertStatics: Members = {
  SerializeObject: methods(
    overload([object], string, (_: unknown, value: unknown) => JSON.stringify(toJson(value))),
    overload([object, formatting], string, (_: unknown, value: unknown, format: string) =>
      print(toJson(value), format),
    ),
  ),
  DeserializeObject: deserialize,
};
