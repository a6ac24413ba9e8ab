import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeap, type Slot } from './heap.ts';

test('a heap always has the smallest key on top, whatever is pushed and removed', () => {
  const steps = fc.array(fc.oneof(fc.record({ push: fc.integer() }), fc.record({ remove: fc.nat() })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(steps, (commands) => {
      const heap = createHeap<number>();
      const slots: Slot<number>[] = [];
      for (const command of commands) {
        if ('push' in command) slots.push(heap.push(command.push, command.push));
        else for (const slot of slots.splice(command.remove % Math.max(slots.length, 1), 1)) heap.remove(slot);
        const keys = slots.map((slot) => slot.key);
        expect(heap.size).toBe(keys.length);
        expect(heap.peek()?.key).toBe(keys.length === 0 ? undefined : Math.min(...keys));
      }
    }),
  );
});

test('a heap gives its entries back in order, equal keys as they were added', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), (keys) => {
      const entries = keys.map((key, place) => ({ key, place }));
      const heap = createHeap<{ key: number; place: number }>();
      for (const entry of entries) heap.push(entry.key, entry);
      const out: unknown[] = [];
      for (let top = heap.peek(); top !== undefined; top = heap.peek()) {
        out.push(top.value);
        heap.remove(top);
      }
      expect(out).toEqual(entries.toSorted((a, b) => a.key - b.key || a.place - b.place));
    }),
  );
});
