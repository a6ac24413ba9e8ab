/** One client for everything that is read from the shop: cached, shared between components, asked again when it is old. */
import { QueryClient } from '@tanstack/react-query';
import { isProblem } from './problem.ts';

const mostRetries = 2;

const mayRetry = (failures: number, error: unknown): boolean =>
  failures < mostRetries && (!isProblem(error) || error.retryable);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 20_000, retry: mayRetry, networkMode: 'always' },
    // A command is repeated by the person who gave it, with the same key; it fails at once when there is no network.
    mutations: { networkMode: 'always' },
  },
});
