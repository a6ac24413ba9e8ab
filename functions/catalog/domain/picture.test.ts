import { expect, test } from 'vitest';
import { pictureTypeOf } from './picture.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

const png = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF');
const webp = bytes('RIFF', [12, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0]);

test.each([
  ['image/png', png],
  ['image/jpeg', jpeg],
  ['image/webp', webp],
])('%s is known by its first bytes', (type, picture) => {
  expect(pictureTypeOf(picture)).toBe(type);
});

test.each([
  ['nothing', bytes()],
  ['text', bytes('a picture, honestly')],
  ['GIF', bytes('GIF89a', [1, 0, 1, 0])],
  ['SVG, which can carry scripts', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['HTML after a comment', bytes('<!-- \x89PNG --><html></html>')],
  ['the first half of a PNG signature', png.subarray(0, 6)],
  ['a PNG without a header', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'tEXt')],
  ['sound in a RIFF file', bytes('RIFF', [12, 0, 0, 0], 'WAVEfmt ', [0, 0, 0, 0])],
  ['a WebP that ends early', bytes('RIFF', [200, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0])],
  ['the word RIFF', bytes('RIFF')],
])('%s is no picture', (_, file) => {
  expect(pictureTypeOf(file)).toBeUndefined();
});
