/** One alarm per instance, at the time when its earliest timer is due; one Node timer for all of them. */

export interface Alarms {
  /** Replaces the instance's alarm; `undefined` removes it. Milliseconds since the epoch. */
  set: (id: string, due: number | undefined) => void;
  /** Rings what is due by the clock now. Called by a Node timer, and by whoever knows that an injected clock may have moved. */
  ring: () => void;
  stop: () => void;
}

interface Alarm {
  id: string;
  due: number;
}

/** Node's timers overflow beyond this many milliseconds (24.8 days); a longer wait is taken up again. */
const longestSleep = 2 ** 31 - 1;

const siftUp = (heap: Alarm[], from: number): void => {
  const item = heap[from] as Alarm;
  let at = from;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as Alarm;
    if (parent.due <= item.due) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = item;
};

const siftDown = (heap: Alarm[]): void => {
  const item = heap[0] as Alarm;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    const right = heap[below + 1];
    if (right !== undefined && right.due < (heap[below] as Alarm).due) below += 1;
    const child = heap[below];
    if (child === undefined || child.due >= item.due) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = item;
};

const takeFirst = (heap: Alarm[]): void => {
  const last = heap.pop() as Alarm;
  if (heap.length === 0) return;
  heap[0] = last;
  siftDown(heap);
};

/** `onDue` is called once per alarm that rings. */
export const startAlarms = (now: () => number, onDue: (id: string) => void): Alarms => {
  const current = new Map<string, Alarm>();
  /** Holds replaced alarms too, until they come up or there are more of them than live ones. */
  let heap: Alarm[] = [];
  let sleeping: NodeJS.Timeout | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;
  let stopped = false;

  const sleep = (): void => {
    const first = heap[0];
    if (stopped || first === undefined || first.due >= wakesAt) return;
    clearTimeout(sleeping);
    wakesAt = first.due;
    sleeping = setTimeout(wake, Math.min(Math.max(first.due - now(), 0), longestSleep));
  };

  const wake = (): void => {
    wakesAt = Number.POSITIVE_INFINITY;
    ring();
  };

  const ring = (): void => {
    if (stopped) return;
    const time = now();
    for (let first = heap[0]; first !== undefined && first.due <= time; first = heap[0]) {
      takeFirst(heap);
      if (current.get(first.id) !== first) continue;
      current.delete(first.id);
      onDue(first.id);
    }
    sleep();
  };

  const compact = (): void => {
    if (heap.length < 1000 || heap.length < 2 * current.size) return;
    heap = [...current.values()].sort((a, b) => a.due - b.due);
  };

  return {
    set: (id, due) => {
      if (current.get(id)?.due === due) return;
      if (due === undefined) {
        current.delete(id);
        return;
      }
      const alarm = { id, due };
      current.set(id, alarm);
      heap.push(alarm);
      siftUp(heap, heap.length - 1);
      compact();
      sleep();
    },
    ring,
    stop: () => {
      stopped = true;
      clearTimeout(sleeping);
    },
  };
};
