/** Writes the API's description as TypeScript types, so that the storefront's calls are checked against it when they are compiled. */

/** As much of OpenAPI 3.0 as our descriptions use. */
interface Schema {
  type?: string;
  format?: string;
  enum?: readonly (string | number | boolean)[];
  nullable?: boolean;
  oneOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  allOf?: readonly Schema[];
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  description?: string;
}

interface Content {
  content?: Readonly<Record<string, { schema?: Schema }>>;
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
}

interface Operation {
  summary: string;
  parameters?: readonly Parameter[];
  requestBody?: Content;
  responses: Readonly<Record<string, Content>>;
}

/** By path, then by method. */
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const comment = (text: string | undefined): string => (text === undefined ? '' : `/** ${text} */\n`);

/** What a caller leaves out may also be written as undefined; what the shop leaves out is missing. */
type Direction = 'sent' | 'answered';

const membersOf = ({ properties = {}, required = [] }: Schema, direction: Direction): string =>
  Object.entries(properties)
    .map(([name, property]) => {
      const type = typeOf(property, direction);
      const isRequired = required.includes(name);
      const missing = !isRequired && direction === 'sent' ? ' | undefined' : '';
      return `${comment(property.description)}${JSON.stringify(name)}${isRequired ? '' : '?'}: ${type}${missing};`;
    })
    .join('\n');

const plainTypeOf = (schema: Schema, direction: Direction): string => {
  const { type, format, enum: values, items, properties, oneOf, anyOf, allOf } = schema;
  const all = (schemas: readonly Schema[], operator: string) =>
    schemas.map((one) => `(${typeOf(one, direction)})`).join(operator);
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (oneOf ?? anyOf) return all(oneOf ?? anyOf ?? [], ' | ');
  if (allOf) return all(allOf, ' & ');
  if (type === 'array') return `${direction === 'sent' ? 'readonly ' : ''}(${typeOf(items ?? {}, direction)})[]`;
  if (type === 'object') return properties ? `{\n${membersOf(schema, direction)}\n}` : 'Record<string, unknown>';
  if (type === 'string') return format === 'binary' ? 'Blob' : 'string';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' ? 'boolean' : 'unknown';
};

function typeOf(schema: Schema, direction: Direction): string {
  return `${plainTypeOf(schema, direction)}${schema.nullable ? ' | null' : ''}`;
}

const parametersIn = (place: string, parameters: readonly Parameter[]): string => {
  const own = parameters.filter((parameter) => parameter.in === place);
  if (own.length === 0) return '';
  const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]));
  const required = own.filter((parameter) => parameter.required).map(({ name }) => name);
  const optional = required.length === 0 ? '?' : '';
  return `${place}${optional}: {\n${membersOf({ properties, required }, 'sent')}\n};\n`;
};

/** Headers that a call states, under the names that the storefront has for them. */
const headers: Readonly<Record<string, string>> = {
  'Idempotency-Key': 'key',
  'If-Match': 'ifMatch',
  'Last-Event-ID': 'lastEventId',
};

const headersIn = (parameters: readonly Parameter[]): string =>
  parameters
    .filter((parameter) => parameter.in === 'header')
    .map(({ name, required }) => `${headers[name]}${required ? '' : '?'}: string${required ? '' : ' | undefined'};\n`)
    .join('');

const bodyIn = ({ content = {} }: Content = {}): string => {
  const [body] = Object.values(content);
  return body?.schema ? `body: ${typeOf(body.schema, 'sent')};\n` : '';
};

const answerIn = ({ responses }: Operation): string => {
  const good = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const schema = good?.content?.['application/json']?.schema;
  return `answer: ${schema ? typeOf(schema, 'answered') : 'undefined'};\n`;
};

const callOf = (request: string, operation: Operation): string => {
  const { summary, parameters = [], requestBody } = operation;
  const parts = [
    parametersIn('path', parameters),
    parametersIn('query', parameters),
    headersIn(parameters),
    bodyIn(requestBody),
    answerIn(operation),
  ];
  return `${comment(`${summary}.`)}${JSON.stringify(request)}: {\n${parts.join('')}};\n`;
};

/** The module that declares every call of the APIs, given their descriptions, by `METHOD api/path`; not yet formatted. */
export const storefrontCalls = (apis: ReadonlyMap<string, Record<string, unknown>>): string => {
  const calls = [...apis].flatMap(([api, { paths }]) =>
    Object.entries(paths as Paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) =>
        callOf(`${method.toUpperCase()} ${api}${path}`, operation),
      ),
    ),
  );
  return `/** Every call of the shop's API: what it takes and what it answers. Written by \`npm run generate\`. */\n\nexport interface Calls {\n${calls.join('\n')}}\n`;
};
