import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EventFrame, takeFrames } from './event-frames.ts';

test('a frame is read with its id, name, data and time to come back', () => {
  expect(takeFrames('id: 7\nevent: order\ndata: {"a":1}\nretry: 1000\n\n').frames).toEqual([
    { id: '7', event: 'order', data: '{"a":1}', retry: 1000 },
  ]);
});

test('what is not complete waits for the rest', () => {
  expect(takeFrames('id: 7\n\nid: 8\nda')).toEqual({ frames: [{ id: '7' }], rest: 'id: 8\nda' });
});

test('a comment keeps the connection and says nothing', () => {
  expect(takeFrames(': still here\n\n').frames).toEqual([{}]);
});

test('several lines of data are one text; a field without a colon is empty; what is unknown is passed over', () => {
  expect(takeFrames('data: one\ndata:two\ndata\nretry: soon\ncolour: red\n\n').frames).toEqual([
    { data: 'one\ntwo\n' },
  ]);
});

test('frames are the same however the network cuts them up, whatever ends their lines', () => {
  const text = 'id: 1\nretry: 5\n\n: hello\n\nid: 2\nevent: order\ndata: {"x":"y"}\n\n';
  const expected: EventFrame[] = [{ id: '1', retry: 5 }, {}, { id: '2', event: 'order', data: '{"x":"y"}' }];
  const cuts = fc.array(fc.nat({ max: 80 }), { maxLength: 8 });
  fc.assert(
    fc.property(cuts, fc.constantFrom('\n', '\r\n'), (cuts, end) => {
      const sent = text.replaceAll('\n', end);
      const places = [0, ...cuts.filter((cut) => cut < sent.length).sort((a, b) => a - b), sent.length];
      let rest = '';
      const frames = places.slice(1).flatMap((to, index) => {
        const taken = takeFrames(rest + sent.slice(places[index], to));
        rest = taken.rest;
        return taken.frames;
      });
      expect({ frames, rest }).toEqual({ frames: expected, rest: '' });
    }),
  );
});
