import { expect, test } from 'vitest';
import { comment, frame } from './server-sent-events.ts';

test('an event is a line for each of its fields and an empty line', () => {
  expect(frame({ id: 7, event: 'order', data: { text: 'two\nlines ☕' } })).toBe(
    'id: 7\nevent: order\ndata: {"text":"two\\nlines ☕"}\n\n',
  );
});

test('an event may carry nothing but where to go on and when to come back', () => {
  expect(frame({ id: 0, retry: 1000 })).toBe('retry: 1000\nid: 0\n\n');
});

test('a comment is no event', () => {
  expect(comment()).toBe(': \n\n');
});
