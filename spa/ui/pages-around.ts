/** Which pages of a long list get a link of their own. */

/** First, last, and those around the current one; undefined stands for a gap. */
export const pagesAround = (page: number, last: number): (number | undefined)[] => {
  const all = Array.from({ length: last }, (_, index) => index + 1);
  const linked = all.filter((number) => number === 1 || number === last || Math.abs(number - page) <= 1);
  return linked.flatMap((number, place) => {
    const before = linked[place - 1];
    if (before === undefined || number === before + 1) return [number];
    return number === before + 2 ? [number - 1, number] : [undefined, number];
  });
};
