/** The JSON files of the folder: what of each is used. Properties that are not listed are ignored, as descriptions are. */
import * as z from 'zod';

/** Something that Azure can do and this cannot; present means refused. */
const refused = (reason: string) =>
  z
    .any()
    .refine((value) => value === undefined || value === null, reason)
    .optional();

const information = <T extends z.ZodType>(properties: T) => z.object({ properties });

export const namedValueInformation = information(
  z.object({
    displayName: z.string().regex(/^[\w.-]+$/, 'takes letters, digits, dots, dashes and underscores only'),
    value: z.string().optional(),
    secret: z.boolean().optional(),
    keyVault: z.object({ secretIdentifier: z.string() }).optional(),
  }),
);

/** ISO 8601, as `PT1M30S` or `P1D`, in milliseconds. */
const duration = z.string().transform((text, context) => {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!match || text.length < 3) {
    context.addIssue(`"${text}" is no duration such as PT1M`);
    return z.NEVER;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
});

const rule = z.object({
  name: z.string(),
  failureCondition: z.object({
    count: z.int().positive(),
    percentage: refused('a percentage is not supported; give a count'),
    interval: duration,
    errorReasons: z
      .array(z.enum(['Timeout', 'BackendConnectionFailure', 'ClientConnectionFailure', 'OperationNotFound']))
      .optional(),
    statusCodeRanges: z.array(z.object({ min: z.int(), max: z.int() })).optional(),
  }),
  tripDuration: duration,
  acceptRetryAfter: z.boolean().optional(),
});

export type CircuitBreakerRule = z.infer<typeof rule>;

const lists = z.record(z.string(), z.array(z.string()));

export const backendInformation = information(
  z.object({
    url: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .or(z.string().regex(/\{\{/, 'must be an http or https address')),
    protocol: z.enum(['http'], 'must be "http": SOAP backends are not supported').optional(),
    credentials: z
      .object({
        header: lists.optional(),
        query: lists.optional(),
        authorization: z.object({ scheme: z.string(), parameter: z.string() }).optional(),
        certificate: refused('client certificates are not supported'),
        certificateIds: refused('client certificates are not supported'),
      })
      .optional(),
    circuitBreaker: z.object({ rules: z.array(rule).max(1, 'Azure takes one rule per backend') }).optional(),
    pool: refused('backend pools are not supported; name one backend'),
    proxy: refused('proxies are not supported'),
  }),
);

export const apiInformation = information(
  z.object({
    displayName: z.string(),
    path: z.string().regex(/^[^/?#]*(\/[^/?#]+)*$/, 'must not start or end with a slash'),
    protocols: z.array(z.enum(['http', 'https'], 'only http and https are supported')).optional(),
    serviceUrl: z.string().nullish(),
    subscriptionRequired: z.boolean().optional(),
    subscriptionKeyParameterNames: z.object({ header: z.string(), query: z.string() }).optional(),
    type: z.enum(['http'], 'only HTTP APIs are supported').optional(),
    apiRevision: z.string().optional(),
    isCurrent: z.literal(true, 'only the current revision can be executed').optional(),
    apiVersionSetId: refused('version sets are not supported'),
  }),
);

export const productInformation = information(
  z.object({
    displayName: z.string(),
    subscriptionRequired: z.boolean().optional(),
    state: z.enum(['published', 'notPublished']).optional(),
  }),
);

/** A link from a product to an API or a group: being there is all that it says. */
export const link = z.object({});

export const subscriptionInformation = information(
  z.object({
    displayName: z.string(),
    scope: z.string().regex(/\/(products|apis)(\/[^/]+)?$/, 'must end with /products/NAME, /apis/NAME or /apis'),
    primaryKey: z.string().optional(),
    state: z.enum(['active', 'suspended', 'submitted', 'rejected', 'cancelled', 'expired']).optional(),
  }),
);

const operation = z.object({ operationId: z.string(), summary: z.string().optional() });

/** OpenAPI 3, as far as routing needs it. */
export const specification = z.object({
  openapi: z.string().regex(/^3\./, 'must be OpenAPI 3'),
  servers: z.array(z.object({ url: z.string() })).optional(),
  paths: z.record(
    z.string().startsWith('/', 'must start with a slash'),
    z
      .partialRecord(z.enum(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']), operation)
      .or(z.looseObject({})),
  ),
});
