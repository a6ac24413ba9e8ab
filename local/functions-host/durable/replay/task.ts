/** Tasks and coroutines that run synchronously, so that all continuations of one event finish before the next event. */

/** Something that ends once, well or badly. Results do not matter to a replay, only the order of ends. */
export interface Task {
  state: 'open' | 'done' | 'failed';
  listeners: (() => void)[];
}

/** Yields the tasks that it waits for, is resumed with whether the task failed, and returns whether it failed itself. */
export type Steps = Generator<Task, boolean, boolean>;

export const openTask = (): Task => ({ state: 'open', listeners: [] });

export const doneTask = (): Task => ({ state: 'done', listeners: [] });

/** Ends a task; a second end is ignored. */
export const settle = (task: Task, failed: boolean): void => {
  if (task.state !== 'open') return;
  task.state = failed ? 'failed' : 'done';
  for (const listener of task.listeners.splice(0)) listener();
};

const whenSettled = (task: Task, listener: () => void): void => {
  if (task.state === 'open') task.listeners.push(listener);
  else listener();
};

/** Starts the steps at once and runs them as far as they get. */
export const run = (steps: Steps): Task => {
  const result = openTask();
  const advance = (failed: boolean): void => {
    let step = steps.next(failed);
    while (!step.done && step.value.state !== 'open') step = steps.next(step.value.state === 'failed');
    if (step.done) return settle(result, step.value);
    const waited = step.value;
    waited.listeners.push(() => advance(waited.state === 'failed'));
  };
  advance(false);
  return result;
};

/** Ends well with the first child that ends in any way. */
export const whenAny = (children: readonly Task[]): Task => {
  const result = openTask();
  for (const child of children) whenSettled(child, () => settle(result, false));
  return result;
};

/** Ends when every child has ended, badly if any did. */
export const whenAll = (children: readonly Task[]): Task => {
  const result = openTask();
  let left = children.length;
  const ended = () => {
    left -= 1;
    if (left === 0)
      settle(
        result,
        children.some((child) => child.state === 'failed'),
      );
  };
  for (const child of children) whenSettled(child, ended);
  return result;
};
