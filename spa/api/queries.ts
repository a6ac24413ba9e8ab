/** One client for everything that is read from the shop: cached, shared between components, asked again when it is old. */
import { QueryClient, type QueryKey } from '@tanstack/react-query';
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

/**
 * Reads again what pages show under the key, because it has changed. A read that is under way may have been answered before that, and a
 * first one would not be begun again by itself: it is given up.
 */
export const reread = (queryKey: QueryKey): void => {
  void queryClient.cancelQueries({ queryKey });
  void queryClient.invalidateQueries({ queryKey });
};
