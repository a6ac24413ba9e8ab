/** How coupon remembers who has used a coupon without knowing who that is. */
import { createHash } from 'node:crypto';

/** The same 16 characters (96 bits: a coupon holds thousands of them) for the same parts, e.g. a coupon's code and a buyer's id. */
export const digestOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
