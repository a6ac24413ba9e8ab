/** The type library as a whole: every type by name, its members, its static members and its constructors. */
import type { Member, Members, Overload } from '../binding.ts';
import { toText } from '../text.ts';
import * as t from '../types.ts';
import * as collections from './collections.ts';
import * as context from './context.ts';
import * as dates from './dates.ts';
import { enumMembers, method, property } from './define.ts';
import * as json from './json.ts';
import * as linq from './linq.ts';
import * as numbers from './numbers.ts';
import * as platform from './platform.ts';
import * as regex from './regex.ts';
import * as strings from './strings.ts';
import * as types from './types.ts';

type MembersOf = Members | ((type: t.Type) => Members);

/** Each argument of an anonymous type is a member: its name, and its type as base. */
const anonymousMembers = (type: t.Type): Members =>
  Object.fromEntries(
    type.arguments.map(({ name, base }) => [
      name,
      property(base ?? t.object, (self: Record<string, unknown>) => self[name]),
    ]),
  );

const instance: Record<string, MembersOf> = {
  string: strings.stringMembers,
  int: numbers.numberMembers,
  long: numbers.numberMembers,
  double: numbers.numberMembers,
  decimal: numbers.numberMembers,
  Nullable: numbers.nullableMembers,
  DateTime: dates.dateMembers,
  DateTimeOffset: dates.offsetMembers,
  TimeSpan: dates.timeSpanMembers,
  Guid: platform.guidMembers,
  Uri: platform.uriMembers,
  Exception: platform.exceptionMembers,
  Encoding: platform.encodingMembers,
  HMAC: platform.hashMembers,
  HashAlgorithm: platform.hashMembers,
  Random: numbers.randomMembers,
  Match: regex.matchMembers,
  Group: regex.groupMembers,
  GroupCollection: regex.groupsMembers,
  JToken: json.tokenMembers,
  JObject: json.objectMembers,
  JArray: { ...collections.listMembers(t.listOf(t.jToken)), ...json.arrayMembers },
  anonymous: anonymousMembers,
  JProperty: json.jPropertyMembers,
  Array: collections.arrayTypeMembers,
  'byte[]': collections.arrayTypeMembers,
  List: collections.listMembers,
  Dictionary: collections.dictionaryMembers,
  IReadOnlyDictionary: collections.readOnlyDictionaryMembers,
  KeyValuePair: collections.pairMembers,
  Jwt: context.jwtMembers,
  BasicAuthCredentials: context.basicMembers,
  IContext: context.contextMembers,
  IRequest: context.requestMembers,
  IResponse: context.responseMembers,
  IUrl: context.urlMembers,
  IMessageBody: context.bodyMembers,
  ILastError: context.lastErrorMembers,
  IApi: context.apiMembers,
  IOperation: context.operationMembers,
  IProduct: context.productMembers,
  ISubscription: context.subscriptionMembers,
  IUser: context.userMembers,
  IGroup: context.groupMembers,
  IDeployment: context.deploymentMembers,
};

const statics: Record<string, Members> = {
  string: strings.stringStatics,
  char: strings.charStatics,
  int: numbers.intStatics,
  long: numbers.longStatics,
  double: numbers.doubleStatics,
  decimal: numbers.decimalStatics,
  bool: numbers.boolStatics,
  Convert: numbers.convertStatics,
  Math: numbers.mathStatics,
  DateTime: dates.dateStatics,
  DateTimeOffset: dates.offsetStatics,
  TimeSpan: dates.timeSpanStatics,
  Guid: platform.guidStatics,
  Uri: platform.uriStatics,
  Encoding: platform.encodingStatics,
  BitConverter: platform.bitConverterStatics,
  WebUtility: platform.webUtilityStatics,
  HttpUtility: platform.webUtilityStatics,
  Regex: regex.regexStatics,
  SHA1: platform.hashStatics('sha1'),
  SHA256: platform.hashStatics('sha256'),
  SHA384: platform.hashStatics('sha384'),
  SHA512: platform.hashStatics('sha512'),
  MD5: platform.hashStatics('md5'),
  JObject: json.jObjectStatics,
  JArray: json.jArrayStatics,
  JToken: json.jTokenStatics,
  JsonConvert: json.jsonConvertStatics,
  ...Object.fromEntries(
    types.enumTypes.map((type) => [type.name, enumMembers(type, types.enumerations[type.name] ?? [])]),
  ),
};

/** Constructors by the name of their type; those of lists and dictionaries are made by the binder. */
export const constructors: Record<string, readonly Overload[]> = {
  JObject: json.jObjectConstructor,
  JArray: json.jArrayConstructor,
  JProperty: json.jPropertyConstructor,
  JValue: json.jValueConstructor,
  DateTime: dates.dateConstructor,
  DateTimeOffset: dates.offsetConstructor,
  TimeSpan: dates.timeSpanConstructor,
  Guid: platform.guidConstructor,
  Uri: platform.uriConstructor,
  Random: numbers.randomConstructor,
  Exception: platform.exceptionConstructor,
  HMACSHA1: platform.hmacConstructor('sha1'),
  HMACSHA256: platform.hmacConstructor('sha256'),
  HMACSHA512: platform.hmacConstructor('sha512'),
};

const plain = [
  t.object,
  t.string,
  t.char,
  t.bool,
  t.int,
  t.long,
  t.double,
  t.decimal,
  t.dateTime,
  t.uri,
  t.exception,
  t.jToken,
  t.jObject,
  t.jArray,
  t.jValue,
  types.jProperty,
  types.jwt,
  types.basicCredentials,
  types.timeSpan,
  types.dateTimeOffset,
  types.guid,
  types.regexMatch,
  types.iRequest,
  types.iResponse,
  types.iUrl,
  types.iBody,
  ...types.enumTypes,
];

const aliases: Record<string, t.Type> = {
  String: t.string,
  Object: t.object,
  Boolean: t.bool,
  Int32: t.int,
  Int64: t.long,
  Double: t.double,
  float: t.double,
  Decimal: t.decimal,
  HMACSHA1: types.hmac,
  HMACSHA256: types.hmac,
  HMACSHA512: types.hmac,
  SHA1: types.hash,
  SHA256: types.hash,
  SHA384: types.hash,
  SHA512: types.hash,
  MD5: types.hash,
  Random: types.random,
  Encoding: types.encoding,
};

const plainTypes = new Map([...plain.map((type) => [type.name, type] as const), ...Object.entries(aliases)]);

const genericTypes = new Map<string, (args: readonly t.Type[]) => t.Type | undefined>([
  ...['List', 'IList'].map((name) => [name, ([item]: readonly t.Type[]) => item && t.listOf(item)] as const),
  ...['IEnumerable', 'IReadOnlyList', 'IReadOnlyCollection', 'ICollection'].map(
    (name) => [name, ([item]: readonly t.Type[]) => item && t.enumerableOf(item)] as const,
  ),
  ...['Dictionary', 'IDictionary'].map(
    (name) => [name, ([key, item]: readonly t.Type[]) => key && item && t.dictionaryOf(key, item)] as const,
  ),
  ['IReadOnlyDictionary', ([key, item]) => key && item && t.readOnlyDictionaryOf(key, item)],
  ['KeyValuePair', ([key, item]) => key && item && t.pairOf(key, item)],
  ['Nullable', ([item]) => item && t.nullableOf(item)],
]);

/** The type of this name and these type arguments; undefined when there is none. */
export const findType = (name: string, args: readonly t.Type[]): t.Type | undefined =>
  args.length ? genericTypes.get(name)?.(args) : plainTypes.get(name);

const own = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const everywhere: Members = {
  ToString: method([], t.string, (self: unknown) => toText(self)),
  Equals: method(
    [t.object],
    t.bool,
    (self: unknown, other: unknown) => Object.is(self, other) || toText(self) === toText(other),
  ),
};

const tables = new Map<string, Members>();
const tableOf = (type: t.Type): Members => {
  const known = tables.get(type.name);
  if (known) return known;
  const found = own(instance, type.library) ?? {};
  const table = typeof found === 'function' ? found(type) : found;
  tables.set(type.name, table);
  return table;
};

/** A member of a value: its own, its base types', LINQ's if it can be enumerated, or `object`'s. */
export const memberOf = (type: t.Type, name: string): Member | undefined =>
  own(tableOf(type), name) ??
  (type.base && memberOf(type.base, name)) ??
  (type.element && own(linq.linqMembers, name)) ??
  own(everywhere, name);

/** A member of a type's name, such as `Math.Max`. */
export const staticOf = (typeName: string, name: string): Member | undefined => {
  const table = own(statics, typeName) ?? own(statics, plainTypes.get(typeName)?.name ?? typeName);
  return table && own(table, name);
};

/** Whether something can be called on this name: `Math`, `string`. */
export const isStaticName = (name: string): boolean =>
  Object.hasOwn(statics, name) || Object.hasOwn(statics, plainTypes.get(name)?.name ?? name);

/** Members to suggest when one is unknown. */
export const namesOf = (type: t.Type): string[] => [
  ...Object.keys(tableOf(type)),
  ...(type.base ? namesOf(type.base) : []),
];
