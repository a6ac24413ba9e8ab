/** The movement from one page to the next, for those who like movement. */

const isUnwanted = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

interface Move {
  /** Nowhere, for the first page. */
  fromLocation?: unknown;
  pathChanged: boolean;
}

/** Who goes on before the movement has begun cuts it short, which is no error for anybody to hear of. */
const forgiveInterruption = (): void =>
  queueMicrotask(() => void document.activeViewTransition?.ready.catch(() => undefined));

/** Crosses over to another page; filters and steps of the same page change at once. */
export const pageTransition = {
  types: ({ fromLocation, pathChanged }: Move): string[] | false => {
    if (fromLocation === undefined || !pathChanged || isUnwanted()) return false;
    forgiveInterruption();
    return ['page'];
  },
};
