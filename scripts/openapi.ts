/** Describes the shop's API as OpenAPI 3.0, one document per context, from the schemas that the routes check requests with. */
import * as z from 'zod';
import { operatorRole } from '../shared/http/authorize.ts';
import { commonProblems } from '../shared/http/problems.ts';
import { answers, type Described } from './openapi-answers.ts';
import { type DescribeProblems, shopPaths } from './openapi-shop.ts';
import { collectRoutes, type Route } from './routes.ts';

type Json = Record<string, unknown>;

/** What the gateway does not let in from outside: health is for `shop/status`. */
const isInternal = ({ route }: Route): boolean => route.endsWith('/health');

/** The routes that the gateway shows to the world. */
export const publicRoutes = async (): Promise<Route[]> => (await collectRoutes()).filter((one) => !isInternal(one));

const describedAs = ({ name, problems }: Route): Described => {
  const found = answers[name];
  if (!found) throw new Error(`scripts/openapi-answers.ts says nothing of ${name}: add what it does and answers.`);
  for (const code of found.refuses ?? [])
    if (!problems[code])
      throw new Error(`scripts/openapi-answers.ts lets ${name} refuse with ${code}, which it cannot.`);
  return found;
};

/** A schema as OpenAPI 3.0 wants it, of what a caller sends or is sent. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'input'): Json => {
  const { $schema: _dialect, ...written } = z.toJSONSchema(schema, { target: 'openapi-3.0', io });
  return written;
};

interface ObjectSchema {
  properties?: Record<string, Json>;
  required?: string[];
}

const parametersIn = (place: 'path' | 'query', schema: z.ZodType | undefined): Json[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as ObjectSchema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
};

const header = (name: string, required: boolean, description: string): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

const headersOf = ({ spec }: Route, { refuses = [], produces = [] }: Described): Json[] => [
  ...(produces.includes('text/event-stream')
    ? [header('Last-Event-ID', false, 'The id of the last event that the caller has.')]
    : []),
  ...(spec.idempotent
    ? [
        header(
          'Idempotency-Key',
          true,
          'A key of the caller’s own, e.g. a UUID; the same one again when it repeats the request.',
        ),
      ]
    : []),
  ...(refuses.some((code) => code.endsWith('-changed') && code !== 'price-changed')
    ? [header('If-Match', refuses.includes('if-match-missing'), 'The ETag of what was read before.')]
    : []),
];

const bodyOf = ({ spec }: Route): Json => {
  if (spec.rawBody) {
    const binary = { schema: { type: 'string', format: 'binary' } };
    return {
      requestBody: { required: true, content: { 'image/png': binary, 'image/jpeg': binary, 'image/webp': binary } },
    };
  }
  return spec.body
    ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(spec.body) } } } }
    : {};
};

/** Codes of what the edge refuses before a handler runs, by what the route takes; and what the gateway itself refuses. */
const commonCodes = ({ spec }: Route): string[] => [
  ...(spec.access === 'anyone'
    ? []
    : ['missing-token', 'invalid-token', 'expired-token', 'missing-scope', 'identity-unavailable']),
  ...(spec.access === 'operator' ? ['missing-role'] : []),
  ...(spec.params || spec.query || spec.body || spec.rawBody ? ['invalid-request'] : []),
  ...(spec.body ? ['invalid-json', 'unsupported-media-type'] : []),
  ...(spec.body || spec.rawBody ? ['body-too-large'] : []),
  ...(spec.idempotent ? ['idempotency-key-missing', 'idempotency-key-reused', 'request-running'] : []),
  'temporarily-unavailable',
  'internal-error',
];

const limited = { code: 'too-many-requests', title: 'Too many requests', status: 429 };

const describeProblems: DescribeProblems = (rows) =>
  Object.fromEntries(
    [...Map.groupBy([...rows, limited], ({ status }) => String(status))].map(([status, rows]) => [
      status,
      {
        description: rows.map(({ code, title }) => `${code}: ${title}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );

const problemsOf = (route: Route, { refuses = [] }: Described): Json =>
  describeProblems(
    [...commonCodes(route), ...refuses].map((code) => {
      const { title, status } = route.problems[code] ?? commonProblems['internal-error'];
      return { code, title, status };
    }),
  );

const contentOf = ({ name, spec: { answer } }: Route, { produces }: Described): Json => {
  if (produces) return Object.fromEntries(produces.map((type) => [type, {}]));
  if (!answer) throw new Error(`${name} answers with JSON: describe it as \`answer\` of its route.`);
  return { 'application/json': { schema: schemaOf(answer, 'output') } };
};

const successOf = (route: Route, described: Described): Json => {
  const { status, headers = [] } = described;
  return {
    [status]: {
      description: { 200: 'Done', 201: 'Created', 202: 'Accepted; its outcome shows later', 204: 'Done' }[status],
      ...(headers.length > 0 && {
        headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])),
      }),
      ...(status !== 204 && { content: contentOf(route, described) }),
    },
  };
};

const operationOf = (route: Route): Json => {
  const described = describedAs(route);
  const { app, name, spec } = route;
  const parameters = [
    ...parametersIn('path', spec.params),
    ...parametersIn('query', spec.query),
    ...headersOf(route, described),
  ];
  return {
    operationId: name,
    summary: described.summary,
    ...(spec.access === 'operator' && { description: `Needs the role ${operatorRole}.` }),
    security: spec.access === 'anyone' ? [] : [{ shop: [app] }],
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(route),
    responses: { ...successOf(route, described), ...problemsOf(route, described) },
  };
};

/** RFC 9457, as every part of the shop answers it. */
const problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'retryable'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; what clients decide by.' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
    retryable: { type: 'boolean', description: 'Whether the same request can succeed later without being changed.' },
    instance: { type: 'string', description: 'Names this occurrence in the logs.' },
  },
};

const pathsOf = (routes: readonly Route[], app: string): Json => {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.route.slice(app.length);
    for (const method of route.methods) paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(route) };
  }
  return paths;
};

const titleOf = (app: string): string => app.charAt(0).toUpperCase() + app.slice(1);

const documentOf = (api: string, paths: Json): Json => ({
  openapi: '3.0.3',
  info: { title: titleOf(api), version: '1' },
  paths,
  components: {
    schemas: { Problem: problem },
    securitySchemes: {
      shop: {
        type: 'openIdConnect',
        openIdConnectUrl: '/.well-known/openid-configuration',
        description: 'An access token of the shop’s identity provider, for the scope of the context.',
      },
    },
  },
});

/** The OpenAPI document of every API, by its name: the contexts', and `shop` for what the gateway gathers from them. */
export const describeApis = async (): Promise<Map<string, Json>> => {
  const byApp = Map.groupBy(await publicRoutes(), ({ app }) => app);
  const contexts = [...byApp].map(([app, own]): [string, Json] => [app, documentOf(app, pathsOf(own, app))]);
  return new Map([...contexts, ['shop', documentOf('shop', shopPaths(describeProblems))]]);
};
