/** Finds the functions of a context's store that its contract never called: their queries would reach SQL Server unread. */
import { Session } from 'node:inspector/promises';

/** Starts to count calls; what it returns gives the functions below `functions/<owner>/store` that were not called since. */
export const watchCalls = async (owner: string): Promise<() => Promise<string[]>> => {
  const store = new RegExp(`/functions/${owner}/store/([\\w-]+\\.ts)$`);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    session.disconnect();
    return result.flatMap(({ url, functions }) => {
      const [, file] = store.exec(url) ?? [];
      const uncalled = functions.filter(({ functionName, ranges }) => functionName !== '' && ranges[0]?.count === 0);
      return file ? uncalled.map(({ functionName }) => `${file}: ${functionName}`) : [];
    });
  };
};
