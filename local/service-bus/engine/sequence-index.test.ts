import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSequenceIndex } from './sequence-index.ts';

test('values are found from any number on, in order, after any deletions', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.array(fc.nat(500)), fc.nat(510), fc.nat(50), (size, deleted, start, count) => {
      const index = createSequenceIndex<string>();
      for (let number = 1; number <= size; number++) index.append(number, `m${number}`);
      for (const number of deleted) index.delete(number);
      const left = Array.from({ length: size }, (_, i) => i + 1).filter((number) => !deleted.includes(number));
      expect(index.size).toBe(left.length);
      const wanted = left.filter((number) => number >= start).slice(0, count);
      expect(index.from(start, count)).toEqual(wanted.map((number) => `m${number}`));
    }),
  );
});
