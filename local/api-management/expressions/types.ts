/**
 * The static types of policy expressions. Values at run time are plain JavaScript:
 * string and char = string, numbers = number, bool = boolean, DateTime = Date, JToken = parsed JSON, arrays and lists = Array,
 * dictionaries = Map or anything like it. C#'s null is `undefined`; JSON's null is `null`.
 */

export interface Type {
  /** As C# writes it. Two types are the same if their names are. */
  name: string;
  /** Where its members are found: `string`, `IEnumerable`, `Nullable` … */
  library: string;
  /** Values of value types are never null. */
  valueType: boolean;
  arguments: readonly Type[];
  base?: Type;
  /** What `foreach` and LINQ see. */
  element?: Type;
  /** For `int?`: `int`. */
  nullableOf?: Type;
  /** Whether a boxed value (an `object`) is of this type: casts and `is` ask it. */
  is: (value: unknown) => boolean;
}

type Shape = Partial<Omit<Type, 'name' | 'is'>>;

const define = (name: string, is: Type['is'], shape: Shape = {}): Type => ({
  name,
  library: name,
  valueType: false,
  arguments: [],
  is,
  ...shape,
});

const value = { valueType: true };
const number = (v: unknown): v is number => typeof v === 'number';

/** Whether the value is a JSON object: made by JSON.parse or an object literal. */
export const isPlainObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype;

export const object = define('object', (v) => v !== undefined);
export const nothing = define('void', () => false);
export const nullType = define('null', (v) => v === undefined);
export const string = define('string', (v) => typeof v === 'string');
export const char = define('char', (v) => typeof v === 'string' && v.length === 1, value);
export const bool = define('bool', (v) => typeof v === 'boolean', value);
export const int = define('int', (v) => number(v) && Number.isInteger(v) && Math.abs(v) <= 2_147_483_648, value);
export const long = define('long', (v) => number(v) && Number.isInteger(v), value);
export const double = define('double', number, value);
export const decimal = define('decimal', number, value);
export const bytes = define('byte[]', (v) => v instanceof Uint8Array, { element: int });
export const dateTime = define('DateTime', (v) => v instanceof Date, value);
export const uri = define('Uri', (v) => v instanceof URL);
export const exception = define('Exception', (v) => v instanceof Error);

const isToken = (v: unknown): boolean =>
  v === null || ['string', 'number', 'boolean'].includes(typeof v) || Array.isArray(v) || isPlainObject(v);
export const jToken: Type = define('JToken', isToken);
jToken.element = jToken;
export const jArray = define('JArray', Array.isArray, { base: jToken, element: jToken });
export const jValue = define('JValue', (v) => isToken(v) && (typeof v !== 'object' || v === null), { base: jToken });

/** A type whose values are instances of one of our classes. */
export const classType = (name: string, is: Type['is'], shape: Shape = {}): Type => define(name, is, shape);

/** An enumeration; its values at run time are the names of its members. */
export const enumType = (name: string, members: readonly string[]): Type =>
  define(name, (v) => typeof v === 'string' && members.includes(v), value);

const generic = (library: string, args: readonly Type[], is: Type['is'], shape: Shape): Type =>
  define(`${library}<${args.map(({ name }) => name).join(', ')}>`, is, { library, arguments: args, ...shape });

const memo = new Map<string, Type>();
const memoised = (key: string, make: () => Type): Type => {
  const known = memo.get(key) ?? make();
  memo.set(key, known);
  return known;
};

export const arrayOf = (element: Type): Type =>
  memoised(`${element.name}[]`, () =>
    define(`${element.name}[]`, Array.isArray, { library: 'Array', arguments: [element], element }),
  );

const isEnumerable = (v: unknown): boolean => Array.isArray(v) || v instanceof Uint8Array;
export const enumerableOf = (element: Type): Type =>
  memoised(`IEnumerable<${element.name}>`, () => generic('IEnumerable', [element], isEnumerable, { element }));
export const listOf = (element: Type): Type =>
  memoised(`List<${element.name}>`, () => generic('List', [element], Array.isArray, { element }));

/** What a dictionary yields in `foreach`; its values at run time are `[key, value]`. */
export const pairOf = (key: Type, item: Type): Type =>
  memoised(`KeyValuePair<${key.name}, ${item.name}>`, () =>
    generic('KeyValuePair', [key, item], Array.isArray, { valueType: true }),
  );

/** Whatever can be read like a Map: dictionaries, headers, query parameters, claims. */
export interface Lookup {
  get(key: string): unknown;
  has(key: string): boolean;
  keys(): Iterable<string>;
  entries(): Iterable<[string, unknown]>;
  readonly size: number;
}

const isLookup = (v: unknown): boolean =>
  typeof v === 'object' && v !== null && 'has' in v && 'entries' in v && 'size' in v;
const dictionary = (library: string) => (key: Type, item: Type) =>
  memoised(`${library}<${key.name}, ${item.name}>`, () =>
    generic(library, [key, item], isLookup, { element: pairOf(key, item) }),
  );
export const dictionaryOf = dictionary('Dictionary');
export const readOnlyDictionaryOf = dictionary('IReadOnlyDictionary');
export const jObject = define('JObject', isPlainObject, { base: jToken, element: pairOf(string, jToken) });

export const nullableOf = (type: Type): Type =>
  type.valueType && !type.nullableOf
    ? memoised(`${type.name}?`, () =>
        define(`${type.name}?`, (v) => v === undefined || type.is(v), {
          library: 'Nullable',
          arguments: [type],
          nullableOf: type,
        }),
      )
    : type;

/** An object made by `new { a = 1 }`. */
export const anonymousOf = (members: readonly { name: string; type: Type }[]): Type =>
  define(`{ ${members.map(({ name, type }) => `${type.name} ${name}`).join('; ')} }`, isPlainObject, {
    library: 'anonymous',
    arguments: members.map(({ name, type }) => define(name, () => false, { base: type })),
  });

/** The wider of two number types has the higher number. */
const width = new Map([
  ['int', 1],
  ['long', 2],
  ['double', 3],
  ['decimal', 4],
]);
export const isNumeric = ({ name }: Type): boolean => width.has(name);
export const isInteger = ({ name }: Type): boolean => name === 'int' || name === 'long';
/** The type of an arithmetic result. */
export const widerOf = (a: Type, b: Type): Type => ((width.get(a.name) ?? 0) >= (width.get(b.name) ?? 0) ? a : b);
export const same = (a: Type, b: Type): boolean => a.name === b.name;

const isToJson = (from: Type): boolean =>
  isNumeric(from) || same(from, string) || same(from, bool) || same(from, dateTime) || same(from, nullType);

const dictionaries = new Set(['Dictionary', 'IReadOnlyDictionary']);

const isSequenceOf = (from: Type, to: Type): boolean => {
  if (to.library === 'IReadOnlyDictionary' && dictionaries.has(from.library))
    return from.arguments.every((argument, index) => same(argument, to.arguments[index] as Type));
  return (
    to.library === 'IEnumerable' &&
    from.element !== undefined &&
    to.element !== undefined &&
    isAssignable(from.element, to.element)
  );
};

/** Whether C# converts without a cast, including Newtonsoft's implicit conversions to JToken. */
export const isAssignable = (from: Type, to: Type): boolean => {
  if (same(from, to) || (same(to, object) && !same(from, nothing))) return true;
  if (same(from, nullType)) return !to.valueType;
  if (to.nullableOf) return isAssignable(from.nullableOf ?? from, to.nullableOf);
  if (isNumeric(from) && isNumeric(to))
    return same(widerOf(from, to), to) && !(same(from, double) && same(to, decimal));
  if (same(to, jToken) && isToJson(from)) return true;
  return (from.base !== undefined && isAssignable(from.base, to)) || isSequenceOf(from, to);
};
