/** A small OpenID Connect issuer for tests: discovery, a JWKS with keys of its own, and tokens of any shape signed with them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';

interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

const newKey = async (kid: string): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
};

/** Claims that replace the defaults; undefined leaves one out. */
type Claims = Record<string, unknown>;

const sign = (claims: Claims, key: SigningKey, issuer: string): Promise<string> =>
  new SignJWT({ iss: issuer, aud: 'eshop', exp: Math.floor(Date.now() / 1000) + 600, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(key.privateKey);

/** Starts an issuer on a free loopback port. `stop` and `start` play an outage on the same port. */
export const startTestIssuer = async () => {
  let keys = 1;
  let key = await newKey('key-1');
  let published = [key.jwk];
  let statedIssuer: string | undefined;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const found = request.url === '/jwks' ? { keys: published } : { issuer: statedIssuer, jwks_uri: `${issuer}/jwks` };
    response.setHeader('content-type', 'application/json').setHeader('connection', 'close').end(JSON.stringify(found));
  });
  const start = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const stop = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  await start(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  statedIssuer = issuer;

  return {
    issuer,
    /** How many requests have reached the issuer. */
    requests: () => requests,
    /** A token like ours. */
    token: (claims: Claims = {}) => sign(claims, key, issuer),
    /** A token with the right key id, signed with a key that was never published. */
    forgedToken: async (claims: Claims = {}) => sign(claims, await newKey(key.kid), issuer),
    /** The published key as PEM, the "secret" of the HS256 confusion attack. */
    publicPem: () => exportSPKI(key.publicKey),
    /** Signs with a new key from now on; the old one is published no longer. */
    rotate: async () => {
      keys += 1;
      key = await newKey(`key-${keys}`);
      published = [key.jwk];
    },
    /** Lets the OpenID configuration state another issuer than the one it is read from. */
    pretendToBe: (other: string) => {
      statedIssuer = other;
    },
    stop,
    start: () => start(port),
  };
};
