/**
 * The HTTP routes of all Function Apps as the apps themselves register them, with what each takes and can refuse: what the API's
 * description is made of, and what tests of every route go through.
 */
import {
  createCoreModule,
  createRegistry,
  type RegisteredFunction,
  serveCoreModule,
} from '../local/functions-host/core-module.ts';
import { createLogger } from '../local/log.ts';
import { appNames } from '../local/shop.ts';
import type { RouteHandler } from '../shared/http/route.ts';

export interface Route {
  /** The context that it belongs to: also the scope that its callers' tokens need. */
  app: (typeof appNames)[number];
  /** Name of the function. */
  name: string;
  /** In upper case. */
  methods: readonly string[];
  /** Below `/api/`, with its parameters in braces: `catalog/items/{itemId}`. */
  route: string;
  authLevel: string;
  spec: RouteHandler['spec'];
  problems: RouteHandler['problems'];
}

/** What the apps ask for while they load. Nothing of it is opened: that waits for the first call. */
const settings = {
  ...Object.fromEntries(appNames.map((name) => [`${name.toUpperCase()}_STORE`, 'sqlite::memory:'])),
  CATALOG_RELAY_SCHEDULE: '* * * * * *',
};

interface HttpBinding {
  methods?: string[];
  route?: string;
  authLevel?: string;
}

const isRouteHandler = (handler: object): handler is RouteHandler => 'spec' in handler && 'problems' in handler;

const routeOf = (app: Route['app'], { metadata: { name, bindings }, callback }: RegisteredFunction): Route[] => {
  const trigger = Object.values(bindings).find(({ type }) => type === 'httpTrigger') as HttpBinding | undefined;
  if (!trigger) return [];
  if (!isRouteHandler(callback))
    throw new Error(`${name} says nothing of what it takes: make its handler with route().`);
  const { methods = [], route = name, authLevel = 'anonymous' } = trigger;
  const { spec, problems } = callback;
  return [{ app, name, methods: methods.map((method) => method.toUpperCase()), route, authLevel, spec, problems }];
};

/** Loads one app and returns what it has registered. */
const registeredBy = async (app: Route['app'], functions: Map<string, RegisteredFunction>): Promise<Route[]> => {
  const before = new Set(functions.keys());
  await import(`../functions/${app}/app.ts`);
  return [...functions].flatMap(([id, registered]) => (before.has(id) ? [] : routeOf(app, registered)));
};

/** Returns how to take it back. */
const setEnvironment = (values: Record<string, string>): (() => void) => {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
};

const collect = async (): Promise<Route[]> => {
  const registry = createRegistry();
  const withdraw = serveCoreModule(createCoreModule(registry, createLogger('routes', 'silent')));
  const restore = setEnvironment(settings);
  try {
    const routes: Route[] = [];
    for (const app of appNames) routes.push(...(await registeredBy(app, registry.functions)));
    return routes;
  } finally {
    restore();
    withdraw();
  }
};

let collected: Promise<Route[]> | undefined;

/** Every route of every app. Apps register once in a process, so whoever asks again gets the same ones. */
export const collectRoutes = (): Promise<Route[]> => (collected ??= collect());
