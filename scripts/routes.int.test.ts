import { expect, test } from 'vitest';
import { collectRoutes } from './routes.ts';

const routes = await collectRoutes();

test('every app has routes, each under its own name and path', () => {
  for (const { app, name, route, methods } of routes) {
    expect([name, name.startsWith(`${app}-`)]).toEqual([name, true]);
    expect([route, route.startsWith(`${app}/`)]).toEqual([route, true]);
    expect([name, methods.length]).toEqual([name, 1]);
  }
  expect([...new Set(routes.map(({ app }) => app))]).toEqual(['catalog', 'basket', 'ordering', 'payment', 'coupon']);
});

test('no two functions answer the same requests', () => {
  const requests = routes.map(({ methods, route }) => `${methods[0]} ${route.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(new Set(requests).size).toBe(requests.length);
});

test('every function needs a key, so that the gateway is the only way in', () => {
  expect(routes.filter(({ authLevel }) => authLevel !== 'function')).toEqual([]);
});

test('a route that names parameters in its path has a schema for each', () => {
  for (const { name, route, spec } of routes) {
    const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const shape = spec.params && 'shape' in spec.params ? Object.keys(spec.params.shape as object) : [];
    expect([name, shape]).toEqual([name, named]);
  }
});
