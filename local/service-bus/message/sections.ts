/** The sections of an encoded AMQP message (AMQP 1.0 part 3, section 3.2), found by their descriptors and edited one at a time. */
import { MalformedMessage, readText, skipValue } from './amqp-bytes.ts';

/** Descriptor codes of the sections, in the order in which they stand in a message. */
export const SECTION = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  value: 0x77,
} as const;

const symbolicCodes: Record<string, number> = {
  'amqp:header:list': 0x70,
  'amqp:delivery-annotations:map': 0x71,
  'amqp:message-annotations:map': 0x72,
  'amqp:properties:list': 0x73,
  'amqp:application-properties:map': 0x74,
  'amqp:data:binary': 0x75,
  'amqp:amqp-sequence:list': 0x76,
  'amqp:amqp-value:*': 0x77,
  'amqp:footer:map': 0x78,
};

/** One section: its code, and where its descriptor, its value and the next section begin. */
export type Section = { readonly code: number; readonly start: number; readonly value: number; readonly end: number };

const SMALL_ULONG = 0x53;
const ULONG = 0x80;

const codeOf = (bytes: Buffer, start: number, value: number): number => {
  const form = bytes[start + 1];
  const numeric = form === SMALL_ULONG || form === ULONG;
  const code = numeric ? bytes[value - 1] : symbolicCodes[readText(bytes.subarray(start + 1, value)) ?? ''];
  if (code === undefined || code < 0x70 || code > 0x78)
    throw new MalformedMessage(`Unknown message section at byte ${start}`);
  return code;
};

/** Every section of an encoded message, in order. */
export const sectionsOf = (bytes: Buffer): Section[] => {
  const sections: Section[] = [];
  for (let start = 0; start < bytes.length; ) {
    if (bytes[start] !== 0) throw new MalformedMessage(`Expected a message section at byte ${start}`);
    const value = skipValue(bytes, start + 1);
    const end = skipValue(bytes, value);
    sections.push({ code: codeOf(bytes, start, value), start, value, end });
    start = end;
  }
  return sections;
};

/** The message with one section replaced, or inserted where it belongs. `value` is the encoded list or map. */
export const withSection = (bytes: Buffer, code: number, value: Buffer): Buffer => {
  const sections = sectionsOf(bytes);
  const present = sections.find((section) => section.code === code);
  const following = present ?? sections.find((section) => section.code > code);
  const start = following?.start ?? bytes.length;
  const descriptor = Buffer.from([0x00, 0x53, code]);
  return Buffer.concat([bytes.subarray(0, start), descriptor, value, bytes.subarray(present?.end ?? start)]);
};
