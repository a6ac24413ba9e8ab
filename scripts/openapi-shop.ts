/** Describes the operations that the gateway answers itself, by gathering from several contexts. */
import * as z from 'zod';
import { BasketView } from '../functions/basket/api/basket-view.ts';
import { Quote } from '../functions/coupon/api/quote.ts';
import { CouponCode, Named } from '../shared/contracts/values.ts';
import { operatorRole } from '../shared/http/authorize.ts';
import { commonProblems } from '../shared/http/problems.ts';

type Json = Record<string, unknown>;

const Minor = z.int().describe('In minor units of the currency.');

const Start = z.object({
  features: z.object({ coupons: z.boolean() }),
  currency: z.string(),
  brands: z.array(Named),
  types: z.array(Named),
  unavailable: z.array(z.string()).describe('Contexts that did not answer; what they give is from earlier, or empty.'),
});

const Draft = z.object({
  basket: BasketView,
  coupon: Quote.nullable(),
  couponProblem: z
    .object({ code: z.string(), text: z.string() })
    .nullable()
    .describe('Why the coupon takes nothing off; temporarily-unavailable when coupons cannot be checked.'),
  subtotalMinor: Minor,
  discountMinor: Minor,
  totalMinor: Minor,
});

const Check = z.object({ name: z.string(), status: z.enum(['healthy', 'unhealthy']), ms: z.number() });

const Status = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  apps: z.array(
    z.object({ name: z.string(), status: z.enum(['healthy', 'unhealthy', 'unreachable']), checks: z.array(Check) }),
  ),
});

interface Aggregate {
  operationId: string;
  summary: string;
  /** Scope of the token; none for anyone. */
  scope?: string;
  operator?: boolean;
  parameters?: Json[];
  answer: z.ZodType;
  codes: readonly (keyof typeof commonProblems)[];
}

const tokenCodes = [
  'missing-token',
  'invalid-token',
  'expired-token',
  'missing-scope',
  'identity-unavailable',
] as const;

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...written } = z.toJSONSchema(schema, { target: 'openapi-3.0' });
  return written;
};

const aggregates: Record<string, Aggregate> = {
  '/start': {
    operationId: 'shop-start',
    summary: 'What the storefront asks first: features, currency, brands, kinds of items',
    answer: Start,
    codes: ['internal-error'],
  },
  '/draft': {
    operationId: 'shop-draft',
    summary: 'The order that checkout would place: basket, coupon, totals',
    scope: 'basket',
    parameters: [{ name: 'couponCode', in: 'query', required: false, schema: schemaOf(CouponCode) }],
    answer: Draft,
    codes: [...tokenCodes, 'temporarily-unavailable', 'internal-error'],
  },
  '/status': {
    operationId: 'shop-status',
    summary: 'The health of every app',
    scope: 'ordering',
    operator: true,
    answer: Status,
    codes: [...tokenCodes, 'missing-role', 'internal-error'],
  },
};

/** How a document says what may be refused: a description for each status. */
export type DescribeProblems = (rows: readonly { code: string; title: string; status: number }[]) => Json;

/** The paths of the gateway's own API. */
export const shopPaths = (describeProblems: DescribeProblems): Json =>
  Object.fromEntries(
    Object.entries(aggregates).map(([path, { answer, codes, scope, operator, ...said }]) => [
      path,
      {
        get: {
          ...said,
          ...(operator && { description: `Needs the role ${operatorRole}.` }),
          security: scope === undefined ? [] : [{ shop: [scope] }],
          responses: {
            200: { description: 'Done', content: { 'application/json': { schema: schemaOf(answer) } } },
            ...describeProblems(codes.map((code) => ({ code, ...commonProblems[code] }))),
          },
        },
      },
    ]),
  );
