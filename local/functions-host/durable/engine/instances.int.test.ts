import { expect, test } from 'vitest';
import { EventType, eventText, type HistoryEvent } from '../replay/history.ts';
import { openStore } from '../store/store.ts';
import { listLogger } from '../testing/harness.ts';
import { append, createInstances } from './instances.ts';

const Timestamp = '2026-01-01T00:00:00.000Z';

const events: HistoryEvent[] = [
  { EventType: EventType.OrchestratorStarted, EventId: -1, Timestamp },
  { EventType: EventType.TimerCreated, EventId: 0, FireAt: Timestamp, Timestamp },
  { EventType: EventType.TaskScheduled, EventId: 1, Name: 'A', Version: '', Input: '[null]', Timestamp },
];

const newInstance = (id: string, key: number) => ({
  key,
  id,
  execution_id: 'x',
  name: 'o',
  version: '',
  status: 'Running' as const,
  created_at: 0,
  updated_at: 0,
  open_work: 0,
  next_timer: null,
  parent: null,
  trace: '',
  input: '""',
  custom_status: null,
  output: null,
});

const filled = (limit: number) => {
  const store = openStore(':memory:', listLogger([]));
  const instances = createInstances(store, limit);
  for (const [i, id] of ['a', 'b', 'c'].entries()) {
    const instance = instances.add(newInstance(id, i + 1));
    store.insert(instance.row);
    store.appendEpisode(i + 1, 0, append(instances.history(instance), events, events.map(eventText)));
  }
  return instances;
};

test('the instance that was used longest ago leaves the memory first, and comes back as it was', () => {
  const instances = filled(6000);
  instances.get('a');
  instances.trim();
  expect(['a', 'b', 'c'].map((id) => instances.peek(id) !== undefined)).toEqual([true, false, true]);
  const back = instances.get('b');
  expect(back && instances.history(back).outstanding.size).toBe(2);
  expect(back && instances.history(back).text).toBe(instances.get('a')?.history?.text);
});

test('an instance with work stays in memory', () => {
  const instances = filled(0);
  const busy = instances.get('a');
  if (busy !== undefined) busy.busy = true;
  instances.trim();
  expect(['a', 'b', 'c'].map((id) => instances.peek(id) !== undefined)).toEqual([true, false, false]);
});
