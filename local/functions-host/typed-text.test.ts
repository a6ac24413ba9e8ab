import { assert, json, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import type { RpcTypedData } from './rpc.ts';
import { typedText } from './typed-text.ts';

/** What `@azure/functions` makes of typed data that is text. */
const received = (data: RpcTypedData): unknown => {
  try {
    return JSON.parse(data.json ?? data.string ?? '');
  } catch {
    return data.string;
  }
};

test('a text arrives as if it had been sent as a string', () => {
  assert(
    property(oneof(string({ unit: 'binary' }), json()), (text) => {
      expect(received(typedText(text))).toEqual(received({ string: text }));
    }),
  );
});

test.each([
  ['5', 5],
  [' -1.5e3\n', -1500],
  ['true', true],
  ['null', null],
  ['{"a":1}', { a: 1 }],
  ['"quoted"', 'quoted'],
  ['True', 'True'],
  ['nullable', 'nullable'],
  ['1-2-3', '1-2-3'],
  ['', ''],
])('%j arrives as %j', (text, value) => {
  expect(received(typedText(text))).toEqual(value);
});

test.each(['9b548a71-bfad-4bb7-96dc-844d9aa074ae', 'StockReserved', '2026-11-22T20:00:00Z', 'True', ''])(
  'parsing %j throws nothing',
  (text) => {
    expect(typedText(text)).toEqual({ json: JSON.stringify(text) });
  },
);
