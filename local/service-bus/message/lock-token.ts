/**
 * Lock tokens: 16 bytes, half of them random per start of the broker, half a counter. Drawing random bytes for every delivery
 * would cost a tenth of the broker's time, and tokens of an earlier run are told apart by their random half.
 */
export type LockTokens = {
  /** The delivery tag of a lock: the token in .NET's byte order, as Service Bus sends it. */
  tag(lock: number): Buffer;
  /** The lock of a delivery tag; undefined when the token is not from this run. */
  lockOf(tag: Buffer): number | undefined;
};

/** A .NET Guid has its first three fields in little-endian order; applying this again undoes it. */
export const swapGuid = (bytes: Buffer): Buffer => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = bytes;
  return Buffer.concat([Buffer.from([d, c, b, a, f, e, h, g]), bytes.subarray(8)]);
};

/** Tokens that begin with `seed`, 8 random bytes. */
export const createLockTokens = (seed: Buffer): LockTokens => ({
  tag(lock) {
    const tag = Buffer.allocUnsafe(16);
    seed.copy(tag);
    tag.writeUInt32BE(Math.floor(lock / 2 ** 32), 8);
    tag.writeUInt32BE(lock % 2 ** 32, 12);
    return tag;
  },
  lockOf(tag) {
    if (tag.length !== 16 || seed.compare(tag, 0, 8) !== 0) return undefined;
    return tag.readUInt32BE(8) * 2 ** 32 + tag.readUInt32BE(12);
  },
});
