import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type Alarms, startAlarms } from './alarms.ts';

let alarms: Alarms;

afterEach(() => alarms.stop());

const withClock = () => {
  const clock = { now: 0 };
  const rung: string[] = [];
  alarms = startAlarms(
    () => clock.now,
    (id) => rung.push(id),
  );
  const at = (time: number): string[] => {
    clock.now = time;
    rung.length = 0;
    alarms.ring();
    return [...rung];
  };
  return at;
};

/** Far enough that no real timer rings during a test. */
const later = 1_000_000;

test('alarms ring in the order of their times, each once', () => {
  const at = withClock();
  alarms.set('b', later + 2);
  alarms.set('a', later + 1);
  alarms.set('c', later + 3);
  expect(at(later)).toEqual([]);
  expect(at(later + 2)).toEqual(['a', 'b']);
  expect(at(later + 9)).toEqual(['c']);
  expect(at(later + 10)).toEqual([]);
});

test('a new time replaces the old one, and none removes it', () => {
  const at = withClock();
  alarms.set('a', later);
  alarms.set('a', later + 5);
  alarms.set('b', later);
  alarms.set('b', undefined);
  expect(at(later)).toEqual([]);
  expect(at(later + 5)).toEqual(['a']);
});

test('a stopped set of alarms is silent', () => {
  const at = withClock();
  alarms.set('a', later);
  alarms.stop();
  expect(at(later)).toEqual([]);
});

test('whatever is set and removed, exactly the due alarms ring, by time', () => {
  const step = fc.record({ id: fc.integer({ min: 0, max: 200 }), due: fc.option(fc.integer({ min: 0, max: 500 })) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000 }), (steps) => {
      const at = withClock();
      const model = new Map<string, number>();
      for (const { id, due } of steps) {
        const name = String(id);
        alarms.set(name, due === null ? undefined : later + due);
        if (due === null) model.delete(name);
        else model.set(name, due);
      }
      const rung = at(later + 250);
      const expected = [...model].filter(([, due]) => due <= 250).map(([id]) => id);
      expect([...rung].sort()).toEqual(expected.sort());
      const times = rung.map((id) => model.get(id) ?? -1);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      alarms.stop();
    }),
    { numRuns: 50 },
  );
});
