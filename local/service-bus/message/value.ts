/** Typed AMQP values to and from bytes and JavaScript values, through rhea's codec. */
import rhea, { type Typed } from 'rhea';
import { writeString } from './amqp-bytes.ts';

/** What rhea's `types` offers beyond its published typings. */
type Codec = Omit<typeof rhea.types, 'wrap_array'> & {
  wrap_array(values: readonly unknown[], code: number, descriptor: undefined): Typed;
  Reader: new (bytes: Buffer) => { read(): Typed };
  Writer: new () => { write(value: Typed): void; toBuffer(): Buffer };
};

const codec = rhea.types as Codec;

/** An encoded value as a typed one: the AMQP type is kept beside the value. */
export const decodeTyped = (bytes: Buffer): Typed => new codec.Reader(bytes).read();

/** The bytes of a typed value. */
export const encodeTyped = (value: Typed): Buffer => {
  const writer = new codec.Writer();
  writer.write(value);
  return Buffer.from(writer.toBuffer());
};

/** A typed value as rhea's JavaScript counterpart: string, number (a Buffer beyond 2^53), boolean, Date, Buffer, array, object or null. */
export const plain = (value: Typed | undefined): unknown => (value === undefined ? undefined : codec.unwrap(value));

const LONG = 0x81;
const TIMESTAMP = 0x83;

/** Values with the AMQP type that the name says, for replies; rhea would send every plain number as a uint. */
export const typed = {
  int: (value: number): Typed => codec.wrap_int(value),
  string: (text: string): Typed => codec.wrap_string(text),
  symbol: (text: string): Typed => codec.wrap_symbol(text),
  binary: (bytes: Buffer): Typed => codec.wrap_binary(bytes),
  /** 16 bytes in the order of RFC 4122. */
  uuid: (bytes: Buffer): Typed => codec.wrap_uuid(bytes),
  /** Times in ms since 1970. */
  timestamps: (values: readonly number[]): Typed => codec.wrap_array(values, TIMESTAMP, undefined),
  longs: (values: readonly number[]): Typed => codec.wrap_array(values, LONG, undefined),
  list: (items: readonly Typed[]): Typed => codec.wrap_list(items),
  map: (fields: Record<string, Typed>): Typed => codec.wrap_map(fields),
};

/** An encoded value as `plain` gives it; undefined when there is none or when it is of a type that AMQP does not have. */
export const decodePlain = (bytes: Buffer | undefined): unknown => {
  try {
    return bytes === undefined ? undefined : plain(decodeTyped(bytes));
  } catch {
    return undefined;
  }
};

/** The bytes of a string value. */
export const encodeText = writeString;
