/** GET catalog/pictures/{pictureId}: a picture, which never changes under its id. */
import * as z from 'zod';
import { fail } from '../../../shared/http/problems.ts';
import { route } from '../routes.ts';

const Params = z.object({ pictureId: z.string().regex(/^[\w-]{1,64}$/) });

export const getPicture = route({ access: 'anyone', params: Params }, async ({ params }, { items }) => {
  const picture = await items.picture(params.pictureId);
  if (!picture) return fail('picture-not-found');
  const headers = {
    'content-type': picture.contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, body: picture.bytes, headers };
});
