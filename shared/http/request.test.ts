import { HttpRequest } from '@azure/functions';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { parseParts } from './request.ts';

const anything = z.object({});

const post = (text: string) => {
  const headers = { 'content-type': 'application/json' };
  const request = new HttpRequest({ method: 'POST', url: 'http://shop.test/', headers, body: { string: text } });
  return parseParts(request, { params: anything, query: anything, body: z.object({ number: z.string() }) });
};

test.each([
  ['{"number": 4242x}', 'is not valid JSON (line 1 column 16)'],
  ['{\n"number" 4242}', 'is not valid JSON (line 2 column 10)'],
  ['4242x', 'is not valid JSON (line 1 column 5)'],
  ['x4242', 'is not valid JSON'],
])('broken JSON is refused with the place where it breaks, without what is in it: %j', async (text, message) => {
  const failure = await post(text);
  expect(failure).toEqual({ problem: 'invalid-json', errors: [{ field: 'body', message }] });
});
