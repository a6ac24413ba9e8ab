import { expect, test } from 'vitest';
import type { OrderChange } from '../domain/order.ts';
import { beginStream, isQuiet, type Look, streamTimes, type Told, tell } from './order-stream.ts';

const orderId = '3f2504e0-4f89-51d3-9a0c-0305e82c3301';
const paid: OrderChange = { position: 8, orderId, status: 'Paid', at: '2030-01-01T00:00:00.000Z' };
const cancelled: OrderChange = {
  ...paid,
  position: 9,
  status: 'Cancelled',
  reason: { code: 'sold-out', text: 'Gone\n☹' },
};

const begun = beginStream(7, 0);
const look = (now: number, changes: readonly OrderChange[] = [], isMoving = false): Look => ({
  now,
  changes,
  isMoving,
});

/** Looks once a second up to `until` (s) and collects what is told. */
const watch = (until: number, changesAt: Record<number, OrderChange[]>, isMoving: boolean) => {
  const told: [second: number, frame: string][] = [];
  let state: Told = begun;
  for (let second = 1; second <= until && !state.ended; second += 1) {
    state = tell(state.stream, look(second * 1000, changesAt[second], isMoving));
    for (const frame of state.frames) told.push([second, frame]);
  }
  return { told, state };
};

test('a stream begins by saying where it stands and when to come back', () => {
  expect(begun.frames).toEqual(['retry: 1000\nid: 7\n\n']);
});

test('changes are told in their order, each with its position as id', () => {
  const { frames, stream } = tell(begun.stream, look(1000, [paid, cancelled]));
  expect(frames).toEqual([
    `id: 8\nevent: order\ndata: {"orderId":"${orderId}","number":"7WJG9-R2FH5","status":"Paid","at":"2030-01-01T00:00:00.000Z"}\n\n`,
    `id: 9\nevent: order\ndata: {"orderId":"${orderId}","number":"7WJG9-R2FH5","status":"Cancelled","reason":{"code":"sold-out","text":"Gone\\n☹"},"at":"2030-01-01T00:00:00.000Z"}\n\n`,
  ]);
  expect(stream.position).toBe(9);
});

test('while an order moves without news, a comment goes out every 20 seconds, and after three minutes the stream ends', () => {
  const { told, state } = watch(300, {}, true);
  expect(told).toEqual([
    ...[20, 40, 60, 80, 100, 120, 140, 160].map((second) => [second, ': \n\n']),
    [180, 'retry: 1000\nevent: end\ndata: {"reason":"time"}\n\n'],
  ]);
  expect(state.ended).toBe(true);
});

test('a change puts the next comment off, and the end after three minutes does not wait for changes to cease', () => {
  const changes = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [at, at === 10 || at > 170 ? [paid] : []]));
  const { told } = watch(300, changes, true);
  expect(told.slice(0, 2).map(([second]) => second)).toEqual([10, 30]);
  expect(told.slice(-2).map(([second, frame]) => [second, frame.slice(0, 12)])).toEqual([
    [180, 'id: 8\nevent:'],
    [180, 'retry: 1000\n'],
  ]);
});

test('when nothing moves for a minute the stream ends and asks to be left alone for a while', () => {
  const { told } = watch(300, { 30: [paid] }, false);
  expect(told.at(-1)).toEqual([90, 'retry: 15000\nevent: end\ndata: {"reason":"quiet"}\n\n']);
});

test('an order that moves puts the quiet end off by another minute', () => {
  expect(isQuiet(begun.stream, streamTimes.quiet - 1)).toBe(false);
  expect(isQuiet(begun.stream, streamTimes.quiet)).toBe(true);
  const { stream, ended } = tell(begun.stream, look(streamTimes.quiet, [], true));
  expect(ended).toBe(false);
  expect(isQuiet(stream, streamTimes.quiet * 2 - 1)).toBe(false);
});
