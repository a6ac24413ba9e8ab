/** A limited number of places for each of any number of people, in this process. */

/** Counts who has how many places; `take` gives what frees the place again (once is enough, twice does no harm), or undefined. */
export const createPlaces = (most: number) => {
  const taken = new Map<string, Set<symbol>>();
  return {
    take: (who: string): (() => void) | undefined => {
      const theirs = taken.get(who) ?? new Set();
      if (theirs.size >= most) return undefined;
      const place = Symbol(who);
      taken.set(who, theirs.add(place));
      return () => {
        theirs.delete(place);
        if (theirs.size === 0 && taken.get(who) === theirs) taken.delete(who);
      };
    },
  };
};
