/** The movement from one page to the next, for those who like movement. */

const isUnwanted = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

interface Move {
  /** Nowhere, for the first page. */
  fromLocation?: unknown;
  pathChanged: boolean;
}

/** Crosses over to another page; filters and steps of the same page change at once. */
export const pageTransition = {
  types: ({ fromLocation, pathChanged }: Move): string[] | false =>
    fromLocation !== undefined && pathChanged && !isUnwanted() ? ['page'] : false,
};
