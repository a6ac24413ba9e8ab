/** Reads a request against the schemas of its route; what is wrong comes back as a failure that names the field. */
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { type CommonProblem, type Failure, type FieldError, fail, isFailure } from './problems.ts';

export const maxBodyBytes = 64 * 1024;

/** `['lines', 0, 'quantity']` as `lines[0].quantity`. */
const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    '',
  );

const fieldErrors = ({ issues }: z.core.$ZodError, fallback: string): FieldError[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: fieldName([...issue.path, key]), message: 'is not known here' }))
      : [{ field: fieldName(issue.path) || fallback, message: issue.message }],
  );

/** Plain words where zod's would speak of its own types. */
const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === undefined
    ? 'is missing'
    : `must be ${/^[aio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
};

type Parsed<T> = { value: T } | Failure<CommonProblem>;

/** Parses one part of a request. `part` names it where the error concerns the whole. */
const parsePart = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  part: string,
): Parsed<z.output<Schema>> => {
  const parsed = schema.safeParse(input, { error: inPlainWords });
  return parsed.success ? { value: parsed.data } : fail('invalid-request', { errors: fieldErrors(parsed.error, part) });
};

const isJson = (contentType: string | null): boolean => /^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '');

const tooLarge = (maxBytes: number): Failure<CommonProblem> =>
  fail('body-too-large', { detail: `At most ${maxBytes / 1024} KB are accepted.` });

const statedLength = (request: HttpRequest): number => Number(request.headers.get('content-length') ?? 0);

/** The body as it came. A missing one is an error: no route takes bytes that need not be there. */
const readBytes = async (request: HttpRequest, maxBytes: number): Promise<Parsed<Buffer>> => {
  if (statedLength(request) > maxBytes) return tooLarge(maxBytes);
  const bytes = Buffer.from(await request.arrayBuffer());
  if (bytes.length > maxBytes) return tooLarge(maxBytes);
  if (bytes.length === 0) return fail('invalid-request', { errors: [{ field: 'body', message: 'is missing' }] });
  return { value: bytes };
};

/** Where JSON breaks, from the parser's message; not the message itself, which quotes the body and with it perhaps a secret. */
const placeOf = (error: unknown): string => / \(line \d+ column \d+\)$/.exec(String(error))?.[0] ?? '';

/** The JSON body; a missing one reads as undefined, so that the schema says which fields are missing. */
const readJson = async (request: HttpRequest): Promise<Parsed<unknown>> => {
  if (statedLength(request) > maxBodyBytes) return tooLarge(maxBodyBytes);
  const text = await request.text();
  if (Buffer.byteLength(text) > maxBodyBytes) return tooLarge(maxBodyBytes);
  if (text.trim() === '') return { value: {} };
  if (!isJson(request.headers.get('content-type')))
    return fail('unsupported-media-type', { detail: 'Send the header Content-Type: application/json.' });
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return fail('invalid-json', {
      errors: [{ field: 'body', message: `is not valid JSON${placeOf(error)}` }],
    });
  }
};

/** Says that a body is taken as it comes, e.g. a picture, and not read as JSON. */
export interface RawBody {
  maxBytes: number;
}

interface Schemas<P, Q, B> {
  params: P;
  query: Q;
  body: B;
}

/** What a request says, against the schemas of its route. */
export interface Parts<P, Q, B> extends Schemas<P, Q, B> {
  /** The body of a route that takes it raw; empty on the others. */
  bytes: Buffer;
}

const noBytes = Buffer.alloc(0);

/** Path, query and body, each against its schema; the first that is wrong is reported with all its fields. */
export const parseParts = async <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  request: HttpRequest,
  schemas: Schemas<P, Q, B> & { rawBody?: RawBody | undefined },
): Promise<Failure<CommonProblem> | Parts<z.output<P>, z.output<Q>, z.output<B>>> => {
  const params = parsePart(schemas.params, request.params, 'path');
  if (isFailure(params)) return params;
  const query = parsePart(schemas.query, Object.fromEntries(request.query), 'query');
  if (isFailure(query)) return query;
  const raw = schemas.rawBody ? await readBytes(request, schemas.rawBody.maxBytes) : { value: noBytes };
  if (isFailure(raw)) return raw;
  const json = schemas.rawBody ? { value: {} } : await readJson(request);
  if (isFailure(json)) return json;
  const body = parsePart(schemas.body, json.value, 'body');
  if (isFailure(body)) return body;
  return { params: params.value, query: query.value, body: body.value, bytes: raw.value };
};

const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,100}$/, 'must be 8 to 100 visible ASCII characters, e.g. a UUID');

export const readIdempotencyKey = (request: HttpRequest): Parsed<string> => {
  const header = request.headers.get('idempotency-key');
  if (header !== null) return parsePart(IdempotencyKey, header, 'Idempotency-Key');
  const detail = 'Send a key of your own, e.g. a UUID, and the same one again when you repeat the request.';
  return fail('idempotency-key-missing', { detail });
};
