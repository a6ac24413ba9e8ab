/** Subscription keys: who may call an API or a product that requires one. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Described } from '../expressions/context.ts';
import type { SubscriptionFile } from '../model/folder.ts';
import type { Problems } from '../problem.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import type { ApiPlan } from './plan.ts';

export interface Subscriptions {
  find(key: string): Subscription | undefined;
}

export interface Subscription {
  described: Described;
  scope: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The environment variable that gives a subscription's key: `spa` is `SUBSCRIPTION_KEY_SPA`. */
const variableOf = (id: string): string => `SUBSCRIPTION_KEY_${id.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

export const subscriptionsOf = (
  files: readonly SubscriptionFile[],
  environment: NodeJS.ProcessEnv,
  problems: Problems,
): Subscriptions => {
  const list = files
    .filter(({ active }) => active)
    .map(({ file, id, displayName, scope, primaryKey }) => {
      const key = environment[variableOf(id)] ?? primaryKey;
      if (key === undefined) problems.add(file, undefined, `the subscription has no key here; set ${variableOf(id)}`);
      return { digest: digest(key ?? ''), subscription: { scope, described: { id, name: displayName, key } } };
    });
  return {
    find: (key) => {
      const given = digest(key);
      return list.find((one) => timingSafeEqual(one.digest, given))?.subscription;
    },
  };
};

const refuse = (reason: string, what: string): PolicyError => {
  const advice =
    reason === 'SubscriptionKeyNotFound'
      ? 'Make sure to include subscription key when making requests to this API.'
      : 'Make sure to provide a valid key for an active subscription.';
  return new PolicyError({
    reason,
    source: 'authorization',
    message: `Access denied due to ${what} subscription key. ${advice}`,
    status: 401,
  });
};

interface Access {
  /** `''` outside of any product. */
  product: string;
  subscription: Subscription | undefined;
}

const opens = ({ scope }: Subscription, api: ApiPlan, products: ReadonlyMap<string, { apis: string[] }>): boolean =>
  scope === 'apis' ||
  scope === `apis/${api.file.id}` ||
  (scope.startsWith('products/') && products.get(scope.slice(9))?.apis.includes(api.file.id) === true);

/** The subscription and product of a request; throws what API Management answers without a valid key. */
export const authorize = (
  api: ApiPlan,
  request: Exchange['request'],
  { products, subscriptions }: { products: ReadonlyMap<string, { apis: string[] }>; subscriptions: Subscriptions },
): Access => {
  const { header, query } = api.file.keyNames;
  const key =
    request.headers.text(header) ?? (request.url.queryString === '' ? undefined : request.url.query.get(query)?.[0]);
  const open = { product: api.openProduct ?? '', subscription: undefined };
  const free = !api.file.subscriptionRequired || api.openProduct !== undefined;
  if (key === undefined) {
    if (free) return open;
    throw refuse('SubscriptionKeyNotFound', 'missing');
  }
  const subscription = subscriptions.find(key);
  if (subscription && opens(subscription, api, products))
    return { subscription, product: subscription.scope.startsWith('products/') ? subscription.scope.slice(9) : '' };
  if (free) return open;
  throw refuse('SubscriptionKeyInvalid', 'invalid');
};
