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

const tooLarge = (): Failure<CommonProblem> =>
  fail('body-too-large', { detail: `At most ${maxBodyBytes / 1024} KB are accepted.` });

/** Where JSON breaks, from the parser's message; not the message itself, which quotes the body and with it perhaps a secret. */
const placeOf = (error: unknown): string => / \(line \d+ column \d+\)$/.exec(String(error))?.[0] ?? '';

/** The JSON body; a missing one reads as undefined, so that the schema says which fields are missing. */
const readJson = async (request: HttpRequest): Promise<Parsed<unknown>> => {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return tooLarge();
  const text = await request.text();
  if (Buffer.byteLength(text) > maxBodyBytes) return tooLarge();
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

interface Schemas<P, Q, B> {
  params: P;
  query: Q;
  body: B;
}

/** Path, query and body, each against its schema; the first that is wrong is reported with all its fields. */
export const parseParts = async <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  request: HttpRequest,
  schemas: Schemas<P, Q, B>,
): Promise<Failure<CommonProblem> | Schemas<z.output<P>, z.output<Q>, z.output<B>>> => {
  const params = parsePart(schemas.params, request.params, 'path');
  if (isFailure(params)) return params;
  const query = parsePart(schemas.query, Object.fromEntries(request.query), 'query');
  if (isFailure(query)) return query;
  const json = await readJson(request);
  if (isFailure(json)) return json;
  const body = parsePart(schemas.body, json.value, 'body');
  if (isFailure(body)) return body;
  return { params: params.value, query: query.value, body: body.value };
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
