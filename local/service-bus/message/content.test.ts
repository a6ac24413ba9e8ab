import fc from 'fast-check';
import rhea from 'rhea';
import { describe, expect, test } from 'vitest';
import { encodeMessage } from '../testing/engine.ts';
import { MalformedMessage, writeString } from './amqp-bytes.ts';
import { applicationPropertiesOf, parseContent, splitBatch, withMessageId, withProperties } from './content.ts';
import { SECTION, sectionsOf } from './sections.ts';
import { decodePlain, decodeTyped, encodeTyped } from './value.ts';

const { types } = rhea;

/** A message whose properties have the AMQP types that a decoding and encoding broker would destroy. */
const typedMessage = (): Buffer =>
  encodeMessage('body', {
    correlation_id: types.wrap_ulong(7),
    application_properties: {
      int: types.wrap_int(-5),
      long: types.wrap_long(5),
      float: types.wrap_float(1.5),
      double: types.wrap_double(2),
      uuid: types.wrap_uuid(Buffer.alloc(16, 7)),
      symbol: types.wrap_symbol('s'),
      timespan: types.wrap_described(types.wrap_long(1), 'com.microsoft:timespan'),
    },
  });

const sectionBytes = (bytes: Buffer, code: number): Buffer | undefined => {
  const section = sectionsOf(bytes).find((each) => each.code === code);
  return section && bytes.subarray(section.start, section.end);
};

describe('reading', () => {
  test('time to live and scheduled time are read, and annotations that only the broker may set are left out', () => {
    const content = parseContent(
      encodeMessage('x', {
        ttl: 5000,
        message_annotations: {
          'x-opt-scheduled-enqueue-time': new Date(1_700_000_000_123),
          'x-opt-partition-key': 'pk',
          'x-opt-sequence-number': 99,
          'x-opt-locked-until': new Date(0),
          mine: 'kept',
        },
      }),
    );
    expect(content.timeToLive).toBe(5000);
    expect(content.scheduledFor).toBe(1_700_000_000_123);
    const names = content.annotations.filter((_, i) => i % 2 === 0).map((name) => decodePlain(name));
    expect(names).toEqual(['x-opt-scheduled-enqueue-time', 'x-opt-partition-key', 'mine']);
  });

  test('a message of nothing but a body is a message', () => {
    const content = parseContent(Buffer.from([0x00, 0x53, 0x75, 0xa0, 0x01, 0x41]));
    expect(content).toMatchObject({ bareStart: 0, timeToLive: undefined, scheduledFor: undefined, annotations: [] });
  });

  test('any bytes either are a message or are refused as malformed', () => {
    const message = typedMessage();
    const damaged = fc
      .tuple(fc.nat(message.length), fc.nat(message.length - 1), fc.nat(255))
      .map(([length, at, byte]) => {
        const bytes = Buffer.from(message);
        bytes[at] = byte;
        return bytes.subarray(0, length);
      });
    const bytes = fc.oneof(
      damaged,
      fc.uint8Array().map((array) => Buffer.from(array)),
      fc.nat(100_000).map((size) => Buffer.alloc(size)),
    );
    const outcomeOf = (input: Buffer): string => {
      try {
        withProperties(
          withMessageId(parseContent(input), () => 'id'),
          new Map([['a', writeString('b')]]),
        );
        return 'message';
      } catch (error) {
        return error instanceof MalformedMessage ? 'malformed' : String(error);
      }
    };
    fc.assert(
      fc.property(bytes, (input) => {
        expect(['message', 'malformed']).toContain(outcomeOf(input));
      }),
      {
        numRuns: 1000,
      },
    );
    expect(outcomeOf(message.subarray(0, -1))).toBe('malformed');
    expect(outcomeOf(Buffer.alloc(100_000))).toBe('malformed');
  });
});

describe('editing', () => {
  test('a message without id is given one, and the rest of its properties keep their bytes', () => {
    const without = parseContent(encodeMessage('x', { message_id: undefined, correlation_id: 7, subject: 's' }));
    const decoded = rhea.message.decode(withMessageId(without, () => 'fresh').bytes);
    expect(decoded).toMatchObject({ message_id: 'fresh', correlation_id: 7, subject: 's' });
    const bare = parseContent(Buffer.from([0x00, 0x53, 0x75, 0xa0, 0x01, 0x41]));
    expect(rhea.message.decode(withMessageId(bare, () => 'fresh').bytes)).toMatchObject({ message_id: 'fresh' });
  });

  test('a message with an id stays as it is', () => {
    const content = parseContent(encodeMessage('x', { message_id: 7 }));
    expect(withMessageId(content, () => 'fresh')).toBe(content);
  });

  test('changed properties are merged, and all other sections and values keep their bytes', () => {
    const before = parseContent(typedMessage());
    const changes = new Map([
      ['int', encodeTyped(types.wrap_int(6))],
      ['new', writeString('x'.repeat(300))],
    ]);
    const after = withProperties(before, changes);
    const wanted = new Map([...applicationPropertiesOf(before), ...changes]);
    expect(applicationPropertiesOf(after)).toEqual(wanted);
    expect(decodeTyped(wanted.get('timespan') ?? Buffer.alloc(0)).descriptor.value).toBe('com.microsoft:timespan');
    for (const code of [SECTION.properties, SECTION.data])
      expect(sectionBytes(after.bytes, code)).toEqual(sectionBytes(before.bytes, code));
  });

  test('properties are added to a message that had none, between its properties and its body', () => {
    const after = withProperties(parseContent(encodeMessage('x')), new Map([['a', writeString('b')]]));
    expect(rhea.message.decode(after.bytes).application_properties).toEqual({ a: 'b' });
    const codes = sectionsOf(after.bytes).map((section) => section.code);
    expect(codes).toEqual(codes.toSorted());
  });
});

test('a batch is split into the very messages that were put in', () => {
  const messages = [encodeMessage('a'), encodeMessage('b'.repeat(400)), typedMessage()];
  const batch = rhea.message.encode({ message_id: 'first', body: rhea.message.data_sections(messages) });
  expect(splitBatch(batch)).toEqual(messages);
});
