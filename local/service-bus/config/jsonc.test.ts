import { expect, test } from 'vitest';
import { parseJsonc } from './jsonc.ts';

test('comments and trailing commas are left out, but not those inside of texts', () => {
  const text = `{
    // a line
    "url": "sb://host/*no*/", /* a
    block */ "quote": "a \\" // b",
    "list": [1, 2,], "tail": ",]",
  }`;
  expect(parseJsonc(text)).toEqual({ url: 'sb://host/*no*/', quote: 'a " // b', list: [1, 2], tail: ',]' });
});

test('what is not JSON otherwise is an error', () => {
  expect(() => parseJsonc('{ "a": }')).toThrow(SyntaxError);
});
