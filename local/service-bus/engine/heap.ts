/** A binary heap whose entries know their place, so that any of them can be taken out in O(log n). */

/** An entry's place; hold on to it to remove the entry again. */
export type Slot<T> = { readonly key: number; readonly order: number; readonly value: T; index: number };

export type Heap<T> = {
  readonly size: number;
  /** Adds a value; the smallest key is on top, and of equal keys the one added first. Adding keys in rising order costs O(1). */
  push(key: number, value: T): Slot<T>;
  /** The entry with the smallest key. */
  peek(): Slot<T> | undefined;
  remove(slot: Slot<T>): void;
};

const before = <T>(a: Slot<T>, b: Slot<T>): boolean => a.key < b.key || (a.key === b.key && a.order < b.order);

const moveUp = <T>(slots: Slot<T>[], slot: Slot<T>): void => {
  while (slot.index > 0) {
    const parent = slots[(slot.index - 1) >> 1];
    if (parent === undefined || before(parent, slot)) return;
    swap(slots, parent, slot);
  }
};

const moveDown = <T>(slots: Slot<T>[], slot: Slot<T>): void => {
  for (;;) {
    const left = slots[2 * slot.index + 1];
    const right = slots[2 * slot.index + 2];
    const smaller = right !== undefined && left !== undefined && before(right, left) ? right : left;
    if (smaller === undefined || before(slot, smaller)) return;
    swap(slots, slot, smaller);
  }
};

const swap = <T>(slots: Slot<T>[], a: Slot<T>, b: Slot<T>): void => {
  [a.index, b.index] = [b.index, a.index];
  slots[a.index] = a;
  slots[b.index] = b;
};

/** An empty heap. */
export const createHeap = <T>(): Heap<T> => {
  const slots: Slot<T>[] = [];
  let added = 0;
  return {
    get size() {
      return slots.length;
    },
    push(key, value) {
      const slot = { key, order: added++, value, index: slots.length };
      slots.push(slot);
      moveUp(slots, slot);
      return slot;
    },
    peek: () => slots[0],
    remove(slot) {
      const last = slots.pop();
      if (last === undefined || last === slot) return;
      last.index = slot.index;
      slots[last.index] = last;
      moveUp(slots, last);
      moveDown(slots, last);
    },
  };
};
