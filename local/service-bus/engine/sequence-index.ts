/** The messages of one queue by sequence number, in order, for peeking from any number without walking the whole queue. */

export type SequenceIndex<T> = {
  readonly size: number;
  /** Adds under a number higher than any before. */
  append(sequenceNumber: number, value: T): void;
  get(sequenceNumber: number): T | undefined;
  delete(sequenceNumber: number): void;
  /** At most `count` values whose numbers are at least `start`, in order. O(log n + count) amortised. */
  from(start: number, count: number): T[];
};

const lowerBound = (numbers: readonly number[], start: number): number => {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** An empty index. Numbers of deleted values stay in the order array until they are the majority, and then are swept. */
export const createSequenceIndex = <T>(): SequenceIndex<T> => {
  const values = new Map<number, T>();
  let order: number[] = [];

  const sweep = () => {
    if (order.length > 64 && order.length > 2 * values.size) order = [...values.keys()];
  };

  return {
    get size() {
      return values.size;
    },
    append(sequenceNumber, value) {
      values.set(sequenceNumber, value);
      order.push(sequenceNumber);
    },
    get: (sequenceNumber) => values.get(sequenceNumber),
    delete(sequenceNumber) {
      values.delete(sequenceNumber);
      sweep();
    },
    from(start, count) {
      const found: T[] = [];
      for (let i = lowerBound(order, start); i < order.length && found.length < count; i++) {
        const value = values.get(order[i] ?? 0);
        if (value !== undefined) found.push(value);
      }
      return found;
    },
  };
};
