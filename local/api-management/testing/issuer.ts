/** An OpenID Connect issuer for tests: its configuration and keys as a fake backend serves them, and tokens signed with them. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TestIssuer {
  /** `https://issuer.test` unless given. */
  url: string;
  configurationUrl: string;
  /** A token that expires in ten minutes unless the claims say otherwise. */
  token(claims?: Record<string, unknown>): Promise<string>;
  /** Answers for the configuration and the keys; undefined for everything else. */
  answer(request: Request): Response | undefined;
  /** From now on tokens are signed with a new key, and only that one is published. */
  rotate(): Promise<void>;
}

interface Options {
  url?: string;
  /** Milliseconds; for tokens that fit an injected clock. */
  now?: () => number;
}

const newKey = async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = crypto.randomUUID();
  return { privateKey, kid, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
};

export const createTestIssuer = async ({
  url = 'https://issuer.test',
  now = Date.now,
}: Options = {}): Promise<TestIssuer> => {
  let key = await newKey();
  const configurationUrl = `${url}/.well-known/openid-configuration`;
  return {
    url,
    configurationUrl,
    token: (claims = {}) =>
      new SignJWT({ iss: url, exp: Math.floor(now() / 1000) + 600, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid })
        .sign(key.privateKey),
    answer: (request) => {
      if (request.url === configurationUrl) return Response.json({ issuer: url, jwks_uri: `${url}/jwks` });
      return request.url === `${url}/jwks` ? Response.json({ keys: [key.jwk] }) : undefined;
    },
    rotate: async () => {
      key = await newKey();
    },
  };
};
