/** What a picture is, told from its first bytes: names and headers can lie. */

interface Format {
  type: 'image/png' | 'image/jpeg' | 'image/webp';
  matches: (bytes: Uint8Array) => boolean;
}

const startsWith = (bytes: Uint8Array, start: readonly number[], at = 0): boolean =>
  start.every((byte, index) => bytes[at + index] === byte);

const text = (word: string): number[] => Array.from(word, (letter) => letter.charCodeAt(0));

/** The length that a RIFF file states of what follows, little endian. */
const riffLength = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);

const formats: readonly Format[] = [
  {
    // PNG specification, sections 5.2 and 11.2.1: the signature, then a header of 13 bytes.
    type: 'image/png',
    matches: (bytes) => startsWith(bytes, [0x89, ...text('PNG'), 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, ...text('IHDR')]),
  },
  {
    // ITU-T T.81, annex B: start of image, and every marker begins with 0xff.
    type: 'image/jpeg',
    matches: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  },
  {
    // RFC 9649, section 2.4: a RIFF container of the type WEBP.
    type: 'image/webp',
    matches: (bytes) =>
      startsWith(bytes, text('RIFF')) && startsWith(bytes, text('WEBPVP8'), 8) && riffLength(bytes) <= bytes.length - 8,
  },
];

/** 1 MB. */
export const maxPictureBytes = 1024 * 1024;

/** The media type of a PNG, JPEG or WebP picture; undefined for anything else. */
export const pictureTypeOf = (bytes: Uint8Array): Format['type'] | undefined =>
  formats.find(({ matches }) => matches(bytes))?.type;
