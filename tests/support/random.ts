/** Random choices that can be repeated: `SEED=123 npm test` plays the same ones again. */

/** Mulberry32: small, and good enough to choose what to break. */
export const seededRandom = (seed = Number(process.env.SEED ?? Date.now() % 1_000_000)) => {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[Math.floor(random() * from.length)];
    if (chosen === undefined) throw new Error('Nothing to choose from.');
    return chosen;
  };
  return { seed, random, pick };
};
