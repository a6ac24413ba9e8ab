/** GET catalog/pictures/{pictureId}: a picture, which never changes under its id. */
import * as z from 'zod';
import { fail } from '../../../shared/http/problems.ts';
import { route } from '../routes.ts';

const Params = z.object({ pictureId: z.string().regex(/^[\w-]{1,64}$/, 'must be the id of a picture') });

export const getPicture = route(
  { access: 'anyone', params: Params },
  async ({ params: { pictureId }, ifNoneMatch }, { items }) => {
    const picture = await items.picture(pictureId);
    if (!picture) return fail('picture-not-found');
    const headers = {
      etag: `"${pictureId}"`,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    };
    if (ifNoneMatch === pictureId) return { status: 304, headers };
    return { status: 200, body: picture.bytes, headers: { ...headers, 'content-type': picture.contentType } };
  },
);
