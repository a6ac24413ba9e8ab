/** Merges what a visitor had picked into their basket at the shop when they sign in: once, however often it is tried. */
import type { LocalBasket } from './local-basket.ts';

/** A merge under way. It is kept with its key until the shop has answered, so that a retry after a reload is the same command. */
export interface PendingMerge {
  key: string;
  lines: readonly { itemId: string; quantity: number }[];
  /** Whose basket it goes to: another user who signs in later starts a merge of their own. */
  userId: string;
}

const isPending = (value: unknown): value is PendingMerge => {
  const { key, lines, userId } = (value ?? {}) as Record<string, unknown>;
  return typeof key === 'string' && typeof userId === 'string' && Array.isArray(lines);
};

export const parsePendingMerge = (text: string | null): PendingMerge | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isPending(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The merge to send: the one under way for this user, or a new one of what was picked. Undefined when there is nothing to do. */
export const nextMerge = (
  pending: PendingMerge | undefined,
  basket: LocalBasket,
  { userId, newKey }: { userId: string; newKey: () => string },
): PendingMerge | undefined => {
  if (pending?.userId === userId) return pending;
  const lines = basket.map(({ itemId, quantity }) => ({ itemId, quantity }));
  return lines.length === 0 ? undefined : { key: newKey(), lines, userId };
};

/** What is left of the visitor's basket after a merge: units that were put in while it ran. */
export const afterMerge = (basket: LocalBasket, { lines }: PendingMerge): LocalBasket =>
  basket.flatMap((line) => {
    const merged = lines.find(({ itemId }) => itemId === line.itemId)?.quantity ?? 0;
    return line.quantity > merged ? [{ ...line, quantity: line.quantity - merged }] : [];
  });
