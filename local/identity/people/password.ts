/** Password hashes: scrypt, with its parameters written beside the hash so that they can be raised later. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt's CPU and memory cost, block size and parallelism (RFC 7914). */
interface Cost {
  N: number;
  r: number;
  p: number;
}

/** OWASP's Password Storage Cheat Sheet: N=2^15, r=8, p=3 (32 MiB, some 0.2 s here) is one of its equal minimums. */
const usualCost: Cost = { N: 2 ** 15, r: 8, p: 3 };
const keyLength = 32;

const derive = (password: string, salt: Buffer, { N, r, p }: Cost) => {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // The same password typed on another keyboard may arrive composed differently (RFC 8265, section 4.2).
  const normal = password.normalize('NFC');
  scrypt(normal, salt, keyLength, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
    error ? reject(error) : resolve(key),
  );
  return promise;
};

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export const hashPassword = async (password: string, cost = usualCost): Promise<string> => {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
};

/** Whether the password gave the hash, compared in constant time. Throws on a hash that `hashPassword` didn't write. */
export const verifyPassword = async (password: string, hash: string): Promise<boolean> => {
  const [scheme, N, r, p, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || !salt || !key) throw new Error('the stored password hash is not one of ours');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, Buffer.from(key, 'base64url'));
};
