/** Connects to Redis. */
import type { RedisClientType } from 'redis';
import type { ChangingCredentials } from './credentials.ts';

/** What the store needs of the client. */
export type Redis = Pick<RedisClientType, 'get' | 'mGet' | 'eval' | 'evalSha' | 'zRangeByLex' | 'close'>;

/**
 * Connects, or throws within seconds. A connection that is lost later is made again for as long as the app runs; meanwhile commands
 * wait up to 5 s for it and then fail.
 */
export const connectRedis = async (url: string, credentials: ChangingCredentials | undefined): Promise<Redis> => {
  const { createClient } = await import('redis');
  let wasReady = false;
  const client = createClient({
    url,
    ...(credentials && { credentialsProvider: credentials }),
    commandOptions: { timeout: 5_000 },
    // Azure closes a connection after ten idle minutes; one whose server stopped answering is given up much earlier.
    pingInterval: 10_000,
    socket: {
      connectTimeout: 5_000,
      socketTimeout: 30_000,
      reconnectStrategy: (retries) => (wasReady || retries < 3) && Math.min(50 * 2 ** retries, 2_000),
    },
  });
  client.on('ready', () => (wasReady = true));
  // Whoever waits for a command hears of it; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  return client;
};
