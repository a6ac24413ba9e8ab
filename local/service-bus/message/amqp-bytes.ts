/**
 * Walks encoded AMQP 1.0 values without decoding them (AMQP 1.0 part 1, section 1.2: the high nibble of a format code gives
 * the width). The broker edits single sections of a message and passes every other byte through as it came.
 */

/** Thrown when bytes are not valid AMQP; becomes `amqp:decode-error` at the edge. */
export class MalformedMessage extends Error {}

const widths: Record<number, number> = { 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16 };

const byteAt = (bytes: Buffer, offset: number): number => {
  const byte = bytes[offset];
  if (byte === undefined) throw new MalformedMessage(`AMQP value is cut off at byte ${offset} of ${bytes.length}`);
  return byte;
};

const uint32At = (bytes: Buffer, offset: number): number => {
  if (offset + 4 > bytes.length) throw new MalformedMessage(`AMQP value is cut off at byte ${offset}`);
  return bytes.readUInt32BE(offset);
};

/** Described values in descriptors of described values are legal and never meant. */
const DEEPEST_DESCRIPTION = 4;

const endOf = (bytes: Buffer, offset: number, depth = 0): number => {
  const code = byteAt(bytes, offset);
  if (code === 0 && depth === DEEPEST_DESCRIPTION) throw new MalformedMessage(`Too many descriptors at byte ${offset}`);
  if (code === 0) return endOf(bytes, endOf(bytes, offset + 1, depth + 1), depth + 1);
  const nibble = code >>> 4;
  const width = widths[nibble];
  if (width !== undefined) return offset + 1 + width;
  if (nibble === 0xa || nibble === 0xc || nibble === 0xe) return offset + 2 + byteAt(bytes, offset + 1);
  if (nibble === 0xb || nibble === 0xd || nibble === 0xf) return offset + 5 + uint32At(bytes, offset + 1);
  throw new MalformedMessage(`Unknown AMQP format code 0x${code.toString(16)} at byte ${offset}`);
};

/** The offset just after the value that starts at `offset`. */
export const skipValue = (bytes: Buffer, offset: number): number => {
  const end = endOf(bytes, offset);
  if (end > bytes.length) throw new MalformedMessage(`AMQP value at byte ${offset} runs past the end`);
  return end;
};

const itemsFrom = (bytes: Buffer, start: number, count: number): Buffer[] => {
  const items: Buffer[] = [];
  for (let offset = start; items.length < count; ) {
    const end = skipValue(bytes, offset);
    items.push(bytes.subarray(offset, end));
    offset = end;
  }
  return items;
};

/** The encoded items of the list or map (keys and values in turn) at `offset`, at most `limit`; an AMQP null reads as empty. */
export const readItems = (bytes: Buffer, offset: number, limit = Infinity): Buffer[] => {
  const code = byteAt(bytes, offset);
  if (code === 0x45 || code === 0x40) return [];
  if (code === 0xc0 || code === 0xc1) return itemsFrom(bytes, offset + 3, Math.min(byteAt(bytes, offset + 2), limit));
  if (code === 0xd0 || code === 0xd1) return itemsFrom(bytes, offset + 9, Math.min(uint32At(bytes, offset + 5), limit));
  throw new MalformedMessage(`Expected an AMQP list or map at byte ${offset}, got format code 0x${code.toString(16)}`);
};

/** A uint of any encoding, or undefined for null and other types. */
export const readUint = (value: Buffer | undefined): number | undefined => {
  if (value === undefined) return undefined;
  if (value[0] === 0x43) return 0;
  if (value[0] === 0x52) return value[1];
  return value[0] === 0x70 ? value.readUInt32BE(1) : undefined;
};

/** A timestamp in ms since 1970, or undefined for other types. */
export const readTimestamp = (value: Buffer): number | undefined =>
  value[0] === 0x83 ? value.readInt32BE(1) * 2 ** 32 + value.readUInt32BE(5) : undefined;

/** The text of a string or symbol, or undefined for other types. */
export const readText = (value: Buffer | undefined): string | undefined => {
  const code = value?.[0];
  if (code === 0xa1 || code === 0xa3) return value?.toString('utf8', 2);
  return code === 0xb1 || code === 0xb3 ? value?.toString('utf8', 5) : undefined;
};

const variable = (code8: number, code32: number, content: Buffer): Buffer => {
  if (content.length < 256) return Buffer.concat([Buffer.from([code8, content.length]), content]);
  const head = Buffer.alloc(5, code32);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
};

/** Encodes a string. */
export const writeString = (text: string): Buffer => variable(0xa1, 0xb1, Buffer.from(text));

const compound = (code: number, items: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(items);
  const head = Buffer.alloc(9, code);
  head.writeUInt32BE(content.length + 4, 1);
  head.writeUInt32BE(items.length, 5);
  return Buffer.concat([head, content]);
};

/** Encodes a list of encoded items. */
export const writeList = (items: readonly Buffer[]): Buffer => compound(0xd0, items);

/** Encodes a map of encoded keys and values in turn. */
export const writeMap = (items: readonly Buffer[]): Buffer => compound(0xd1, items);

/** The encoded null. */
export const NULL = Buffer.from([0x40]);
