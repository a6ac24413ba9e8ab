/** What a sender handed over: the encoded message, immutable, with the few facts that the broker itself needs read out once. */
import { NULL, readItems, readText, readTimestamp, readUint, writeList, writeMap, writeString } from './amqp-bytes.ts';
import { SECTION, type Section, sectionsOf, withSection } from './sections.ts';

/** An accepted message. Bytes from `bareStart` on (the bare message) reach the receiver exactly as they were sent. */
export type Content = {
  readonly bytes: Buffer;
  readonly bareStart: number;
  /** `header.ttl` in ms. */
  readonly timeToLive: number | undefined;
  /** `x-opt-scheduled-enqueue-time` in ms since 1970. */
  readonly scheduledFor: number | undefined;
  /** The sender's message annotations, encoded keys and values in turn, without those that only the broker may set. */
  readonly annotations: readonly Buffer[];
};

/** Names and encoded AMQP values to merge into the application properties. */
export type PropertyChanges = ReadonlyMap<string, Buffer>;

const brokersOwn = new Set([
  'x-opt-sequence-number',
  'x-opt-enqueued-time',
  'x-opt-locked-until',
  'x-opt-enqueue-sequence-number',
  'x-opt-message-state',
  'x-opt-deadletter-source',
]);

const find = (sections: readonly Section[], code: number): Section | undefined =>
  sections.find((section) => section.code === code);

const itemsOf = (bytes: Buffer, section: Section | undefined, limit?: number): Buffer[] =>
  section === undefined ? [] : readItems(bytes, section.value, limit);

type Annotations = { kept: Buffer[]; scheduledFor: number | undefined };

const readAnnotations = (items: readonly Buffer[]): Annotations => {
  const found: Annotations = { kept: [], scheduledFor: undefined };
  for (let i = 0; i + 1 < items.length; i += 2) {
    const [key, value] = [items[i] ?? NULL, items[i + 1] ?? NULL];
    const name = readText(key) ?? '';
    if (name === 'x-opt-scheduled-enqueue-time') found.scheduledFor = readTimestamp(value);
    if (!brokersOwn.has(name)) found.kept.push(key, value);
  }
  return found;
};

/** Reads an encoded message. Throws MalformedMessage. */
export const parseContent = (bytes: Buffer): Content => {
  const sections = sectionsOf(bytes);
  const annotations = readAnnotations(itemsOf(bytes, find(sections, SECTION.messageAnnotations)));
  return {
    bytes,
    bareStart: sections.find((section) => section.code >= SECTION.properties)?.start ?? bytes.length,
    timeToLive: readUint(itemsOf(bytes, find(sections, SECTION.header))[2]),
    scheduledFor: annotations.scheduledFor,
    annotations: annotations.kept,
  };
};

/** The encoded fields of a list section (header or properties), at most `limit`; absent ones are missing or null. */
export const fieldsOf = (content: Content, code: number, limit?: number): Buffer[] =>
  itemsOf(content.bytes, find(sectionsOf(content.bytes), code), limit);

/** The application properties by name, each value still encoded. */
export const applicationPropertiesOf = (content: Content): Map<string, Buffer> => {
  const items = itemsOf(content.bytes, find(sectionsOf(content.bytes), SECTION.applicationProperties));
  const properties = new Map<string, Buffer>();
  for (let i = 0; i + 1 < items.length; i += 2) properties.set(readText(items[i]) ?? '', items[i + 1] ?? NULL);
  return properties;
};

/** The message with these application properties added or replaced; all else stays byte for byte. */
export const withProperties = (content: Content, changes: PropertyChanges): Content => {
  if (changes.size === 0) return content;
  const merged = new Map([...applicationPropertiesOf(content), ...changes]);
  const items = [...merged].flatMap(([name, value]) => [writeString(name), value]);
  return parseContent(withSection(content.bytes, SECTION.applicationProperties, writeMap(items)));
};

/** The message, given an id if it has none: the SDK's lock renewal fails on messages without one. */
export const withMessageId = (content: Content, newId: () => string): Content => {
  const [id = NULL] = fieldsOf(content, SECTION.properties, 1);
  if (!id.equals(NULL)) return content;
  const list = writeList([writeString(newId()), ...fieldsOf(content, SECTION.properties).slice(1)]);
  return parseContent(withSection(content.bytes, SECTION.properties, list));
};

/** The encoded messages inside a batch transfer (message format 0x80013700): one per data section. */
export const splitBatch = (bytes: Buffer): Buffer[] =>
  sectionsOf(bytes)
    .filter((section) => section.code === SECTION.data)
    .map((section) => bytes.subarray(section.value + (bytes[section.value] === 0xa0 ? 2 : 5), section.end));
