import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { prepareTestCatalog } from '../testing.ts';

const { send, operate, close } = await prepareTestCatalog();
afterAll(close);
const [{ getPicture }, { uploadPicture }, { listItems }] = await Promise.all([
  import('./get-picture.ts'),
  import('./upload-picture.ts'),
  import('./list-items.ts'),
]);

interface ItemView {
  id: string;
  version: number;
  pictureUrl: string;
}

const [first, second] = (await send(listItems)).body.items as [ItemView, ItemView];
const folder = join(import.meta.dirname, '../store/seed/pictures');
const [file = ''] = readdirSync(folder);
const webp = readFileSync(join(folder, file));
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pictureOf = (url: unknown) => ({ pictureId: String(url).split('/').at(-1) ?? '' });

const upload = (body: Uint8Array, { itemId = first.id, headers = {} } = {}) =>
  operate(uploadPicture, { method: 'PUT', params: { itemId }, body, headers });

describe('a picture that is uploaded', () => {
  test('is served as it came, never to be asked for again', async () => {
    const changed = await upload(png);
    expect(changed).toMatchObject({ status: 200, headers: { etag: `"${first.version + 1}"` } });
    expect(changed.body.pictureUrl).not.toBe(first.pictureUrl);
    const params = pictureOf(changed.body.pictureUrl);
    const served = await send(getPicture, { params });
    expect(served).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'image/png',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        etag: `"${params.pictureId}"`,
      },
    });
    expect(Buffer.compare(served.raw as Uint8Array, png)).toBe(0);
    const again = await send(getPicture, { params, headers: { 'if-none-match': `"${params.pictureId}"` } });
    expect([again.status, again.raw]).toEqual([304, undefined]);
    expect((await send(getPicture, { params, headers: { 'if-none-match': '"another"' } })).status).toBe(200);
  });

  test('changes nothing when the item has it already', async () => {
    const once = await upload(webp, { itemId: second.id });
    expect((await upload(webp, { itemId: second.id })).body).toEqual(once.body);
  });

  test('leaves the old one where orders still show it', async () => {
    await upload(png);
    expect((await send(getPicture, { params: pictureOf(first.pictureUrl) })).status).toBe(200);
  });

  test('replaces only the version that was read, when it names one', async () => {
    const stale = await upload(webp, { headers: { 'if-match': `"${first.version}"` } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'item-changed' } });
  });

  test('needs an item that is there', async () => {
    expect((await upload(png, { itemId: '01943ad7-ffff-7fff-bfff-ffffffffffff' })).status).toBe(404);
  });

  test('is for operators', async () => {
    const params = { itemId: first.id };
    expect((await send(uploadPicture, { method: 'PUT', by: 'alice', params, body: png })).status).toBe(403);
  });
});

describe('a bad picture is refused:', () => {
  test.each([
    ['text', Buffer.from('not a picture'), 415, 'picture-not-supported'],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000'), 415, 'picture-not-supported'],
    ['a script in SVG', Buffer.from('<svg><script>alert(1)</script></svg>'), 415, 'picture-not-supported'],
    ['JSON', Buffer.from('{"lines":[]}'), 415, 'picture-not-supported'],
    ['nothing', Buffer.alloc(0), 400, 'invalid-request'],
    ['more than a megabyte', Buffer.concat([png, Buffer.alloc(1024 * 1024)]), 413, 'body-too-large'],
  ])('%s', async (_, body, status, code) => {
    expect(await upload(body)).toMatchObject({ status, body: { code } });
  });

  test('a length that is stated beyond the limit is enough', async () => {
    const answer = await upload(png, { headers: { 'content-length': '1048577' } });
    expect(answer).toMatchObject({ status: 413, body: { detail: 'At most 1024 KB are accepted.' } });
  });

  test('a megabyte exactly is taken', async () => {
    expect((await upload(Buffer.concat([png, Buffer.alloc(1024 * 1024 - png.length)]))).status).toBe(200);
  });

  test('whatever the bytes, the answer is never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await upload(Buffer.from(bytes))).status).toBeLessThan(500);
      }),
      { numRuns: 30 },
    );
  });
});

test.each(['unknown', 'A'.repeat(64)])('the picture %s is not there', async (pictureId) => {
  const answer = await send(getPicture, { params: { pictureId }, headers: { 'if-none-match': `"${pictureId}"` } });
  expect(answer).toMatchObject({ status: 404, body: { code: 'picture-not-found' } });
});

test.each(['../../etc/passwd', 'A'.repeat(65), "' or 1=1 --"])('%s is no id of a picture', async (pictureId) => {
  expect(await send(getPicture, { params: { pictureId } })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'pictureId' }] },
  });
});
