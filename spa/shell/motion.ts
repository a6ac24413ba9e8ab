/** The movement from one page to the next, for those who like movement. */

const isUnwanted = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Crosses over to another page; filters and steps of the same page change at once. */
export const pageTransition = {
  types: ({ pathChanged }: { pathChanged: boolean }): string[] | false =>
    pathChanged && !isUnwanted() ? ['page'] : false,
};
