/** Entra ID for Redis: the user is the object id of whoever runs the app, the password a token that is renewed before it expires. */
import type { RedisClientOptions } from 'redis';

/** Credentials that change while the client is connected. */
export type ChangingCredentials = Extract<
  NonNullable<RedisClientOptions['credentialsProvider']>,
  { type: 'streaming-credentials-provider' }
>;

interface Token {
  token: string;
  expiresOnTimestamp: number;
}

/** The scope of tokens for Azure Cache for Redis and Azure Managed Redis. */
const scope = 'https://redis.azure.com/.default';

/** Renews in time for another try, and not more often than every half minute. */
const renewIn = ({ expiresOnTimestamp }: Token): number => Math.max((expiresOnTimestamp - Date.now()) * 0.8, 30_000);

/** Only read, not checked: Redis checks it. */
const objectIdOf = (token: string): string => {
  const [, payload = ''] = token.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { oid: string }).oid;
};

/** Credentials made of tokens; the client authenticates again with each new one. */
export const tokenCredentials = (getToken: () => Promise<Token>): ChangingCredentials => ({
  type: 'streaming-credentials-provider',
  subscribe: async ({ onNext, onError }) => {
    let timer: NodeJS.Timeout | undefined;
    const next = async () => {
      const token = await getToken();
      timer = setTimeout(() => void next().then(onNext, onError), renewIn(token)).unref();
      return { username: objectIdOf(token.token), password: token.token };
    };
    return [await next(), { dispose: () => clearTimeout(timer) }];
  },
  // Redis then closes the connection, and the client connects with a new token.
  onReAuthenticationError: () => {},
});

export const entraCredentials = async (): Promise<ChangingCredentials> => {
  const { DefaultAzureCredential } = await import('@azure/identity');
  const credential = new DefaultAzureCredential();
  return tokenCredentials(() => credential.getToken(scope));
};
