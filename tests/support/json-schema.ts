/** Values that a JSON Schema allows, and values that it must refuse; of JSON Schema, what zod writes for the schemas of the routes. */
import fc from 'fast-check';
import * as z from 'zod';

export interface JsonSchema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'null';
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: JsonSchema;
  maxItems?: number;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  const?: unknown;
  enum?: unknown[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

/** What a client may send. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;

const text = ({ minLength = 0, maxLength = 60, pattern }: JsonSchema): fc.Arbitrary<string> => {
  const matches = new RegExp(pattern ?? '', 'u');
  // The generator of matching strings does not know classes of characters.
  if (pattern !== undefined && !pattern.includes('\\p')) return fc.stringMatching(new RegExp(pattern));
  return fc
    .string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) })
    .filter((value) => value.trim().length >= minLength && value.length <= maxLength && matches.test(value));
};

/** Values of every kind that the schema allows; objects have all their properties, arrays at least one element. */
export const valid = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(valid));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, valid(property)])),
      );
    case 'array':
      return fc.array(valid(schema.items ?? {}), { minLength: 1, maxLength: Math.min(schema.maxItems ?? 3, 3) });
    case 'string':
      return text(schema);
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? 0, 0), max: Math.min(schema.maximum ?? 100, 2 ** 31 - 1) });
    default:
      return fc.constant(null);
  }
};

export type Path = readonly (string | number)[];

/** A place in a value, with what the schema says of it. */
export interface Field {
  path: Path;
  schema: JsonSchema;
  required: boolean;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasConstantsOf = (value: unknown, { properties = {} }: JsonSchema): boolean =>
  isRecord(value) &&
  Object.entries(properties).every(([name, { const: fixed = value[name] }]) => value[name] === fixed);

/** The branch of a schema with choices that a value follows: told by its constants, else the one that is not null. */
const branchOf = (schema: JsonSchema, value: unknown): JsonSchema => {
  const choices = schema.anyOf ?? schema.oneOf;
  if (!choices) return schema;
  return (
    choices.find((choice) => hasConstantsOf(value, choice)) ?? choices.find(({ type }) => type !== 'null') ?? schema
  );
};

/** Every field of a value, the outer ones first. */
export const fieldsOf = (schema: JsonSchema, value: unknown, path: Path = []): Field[] => {
  const { properties = {}, required = [], items } = branchOf(schema, value);
  if (items && Array.isArray(value)) return fieldsOf(items, value[0], [...path, 0]);
  if (!isRecord(value)) return [];
  return Object.entries(properties).flatMap(([name, property]) => [
    { path: [...path, name], schema: property, required: required.includes(name) },
    ...fieldsOf(property, value[name], [...path, name]),
  ]);
};

/** `['lines', 0, 'quantity']` as `lines[0].quantity`. */
export const fieldName = (path: Path): string =>
  path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${part}` : part),
    '',
  );

/** Stands for a missing property. */
const absent = Symbol('absent');

/** Stand in a value for what JSON.stringify cannot write. */
const written: Record<string, string> = {
  '@deep@': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  '@infinite@': '1e999',
};

const otherTypes: Record<string, unknown[]> = {
  object: ['text', 42, [], null],
  array: ['text', 42, {}, null],
  string: [42, true, {}, [], null],
  integer: ['1', 1.5, true, {}, [], null],
};

const isNullable = ({ anyOf = [] }: JsonSchema): boolean => anyOf.some(({ type }) => type === 'null');

const oddTexts = ['☃', '‮abc', "' or 1=1 --"];

/** What no text may hold, whatever its schema says or forgets to say. */
const brokenTexts = ['a\u0000b', 'a\u0007b', 'a\u001b[2Jb', 'a\u007fb', 'a\u0085b', 'a\ud800b'];

const wrongTexts = ({ minLength = 0, maxLength, pattern, enum: options }: JsonSchema): [string, unknown][] => {
  const isRefused = (value: string) =>
    (options && !options.includes(value)) || (pattern !== undefined && !new RegExp(pattern, 'u').test(value));
  return [
    ...(minLength > 0 ? ['', '   '].map((value): [string, unknown] => ['empty', value]) : []),
    ...(maxLength === undefined ? [] : [['too long', 'x'.repeat(maxLength + 1)] as [string, unknown]]),
    ...(isRefused('A'.repeat(5000)) ? [['too long', 'A'.repeat(5000)] as [string, unknown]] : []),
    ...oddTexts.filter(isRefused).map((value): [string, unknown] => ['unicode', value]),
    ...brokenTexts.map((value): [string, unknown] => ['control characters', value]),
  ];
};

const wrongNumbers = ({ minimum = 0, maximum = 0 }: JsonSchema): [string, unknown][] => [
  ...(minimum >= 0 ? [['negative', -1] as [string, unknown]] : []),
  ...(minimum > 0 ? [['too small', minimum - 1] as [string, unknown]] : []),
  ['huge', maximum < Number.MAX_SAFE_INTEGER ? maximum + 1 : 1e21],
  ['huge', '@infinite@'],
];

const set = (value: unknown, [step, ...rest]: Path, replace: (old: unknown) => unknown): unknown => {
  if (step === undefined) return replace(value);
  if (Array.isArray(value))
    return value.map((one, index) => (index === step ? set(one, rest, replace) : (one as unknown)));
  const next = set((value as Record<string, unknown>)[step], rest, replace);
  const { [step]: _old, ...others } = value as Record<string, unknown>;
  return next === absent ? others : { ...others, [step]: next };
};

/** One way in which a value is wrong, as JSON, and the field that an answer must name. */
export interface Breakage {
  how: string;
  field: string;
  json: string;
}

const toJson = (value: unknown): string =>
  Object.entries(written).reduce((json, [mark, text]) => json.replaceAll(`"${mark}"`, text), JSON.stringify(value));

const wrongValues = (field: Field, value: unknown): [string, unknown][] => {
  const schema = branchOf(field.schema, value);
  const type = schema.type ?? 'string';
  const others = (otherTypes[type] ?? []).filter((other) => other !== null || !isNullable(field.schema));
  return [
    ...(field.required ? [['missing', absent] as [string, unknown]] : []),
    ...others.map((other): [string, unknown] => ['of another type', other]),
    ['nested deeply', '@deep@'],
    ...(type === 'string' ? wrongTexts(schema) : []),
    ...(type === 'integer' ? wrongNumbers(schema) : []),
    ...(type === 'array' && schema.maxItems !== undefined && Array.isArray(value)
      ? [['too many', Array.from({ length: schema.maxItems + 1 }, () => value[0] as unknown)] as [string, unknown]]
      : []),
  ];
};

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], value);

/** Objects that take no unknown fields, the whole included. */
const closedObjects = (schema: JsonSchema, value: unknown): Path[] =>
  [{ path: [], schema, required: true }, ...fieldsOf(schema, value)]
    .filter(({ path, schema }) => branchOf(schema, at(value, path)).additionalProperties === false)
    .map(({ path }) => path);

/** Every way to break one field of a valid value. */
export const breakages = (schema: JsonSchema, value: unknown): Breakage[] => [
  ...fieldsOf(schema, value).flatMap((field) =>
    wrongValues(field, at(value, field.path)).map(([how, wrong]) => ({
      how,
      field: fieldName(field.path),
      json: toJson(set(value, field.path, () => wrong)),
    })),
  ),
  ...closedObjects(schema, value).map((path) => ({
    how: 'unknown',
    field: fieldName([...path, 'unheardOf']),
    json: toJson(set(value, path, (object) => ({ ...(object as object), unheardOf: 1 }))),
  })),
];
