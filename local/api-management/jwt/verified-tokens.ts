/** Tokens whose signature was checked: checking costs far more than anything else a request does, and its answer does not change. */

export interface Verified {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
}

export interface VerifiedTokens {
  find(token: string): Verified | undefined;
  keep(token: string, verified: Verified): Verified;
}

const most = 5000;

/** Claims such as expiry are not part of this: they are checked on every request. One cache per set of keys. */
export const createVerifiedTokens = (): VerifiedTokens => {
  const tokens = new Map<string, Verified>();
  return {
    find: (token) => tokens.get(token),
    keep: (token, verified) => {
      const oldest = tokens.size >= most ? tokens.keys().next().value : undefined;
      if (oldest !== undefined) tokens.delete(oldest);
      tokens.set(token, verified);
      return verified;
    },
  };
};
