/** A context for tests of expressions: small, with a fixed clock. */
import { compileExpression } from './compile.ts';
import type { ExpressionContext, UrlView } from './context.ts';

const url: UrlView = {
  scheme: 'https',
  host: 'shop.example',
  port: 443,
  path: '/items/7',
  queryString: '?q=mug&q=cup',
  query: new Map([['q', ['mug', 'cup']]]),
};

/** The context, with what a test wants different. */
export const contextWith = (parts: Partial<ExpressionContext> = {}): ExpressionContext => ({
  clock: { now: () => Date.UTC(2026, 10, 15, 12, 30, 5, 250) },
  request: {
    method: 'GET',
    url,
    originalUrl: { ...url, path: '/catalog/items/7' },
    headers: new Map([['X-Test', ['a', 'b']]]),
    ipAddress: '10.0.0.1',
    matchedParameters: new Map([['id', '7']]),
    body: { read: () => Buffer.from('{"name":"mug","price":12,"tags":["a","b"],"none":null,"nested":{"deep":[1,2]}}') },
  },
  response: undefined,
  variables: new Map(),
  lastError: undefined,
  api: { id: 'catalog', name: 'Catalog' },
  operation: undefined,
  product: undefined,
  subscription: undefined,
  user: undefined,
  requestId: '0189d7a4-6f6e-7000-8000-000000000001',
  startedAt: Date.UTC(2026, 10, 15, 12, 30, 5),
  trace: () => {},
  ...parts,
});

/** What `@( … )` or `@{ … }` gives. */
export const evaluate = (text: string, parts: Partial<ExpressionContext> = {}): unknown => {
  const form = text.startsWith('@{') ? 'statements' : 'expression';
  return compileExpression(text.slice(2, -1), form).evaluate(contextWith(parts));
};
