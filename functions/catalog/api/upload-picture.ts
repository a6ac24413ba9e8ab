/** PUT catalog/items/{itemId}/picture: an operator gives an item a picture. The body is the file as it is. */
import { fail } from '../../../shared/http/problems.ts';
import { ok } from '../../../shared/http/reply.ts';
import { maxPictureBytes, pictureTypeOf } from '../domain/picture.ts';
import { route } from '../routes.ts';
import { ItemParams } from './facts.ts';
import { versionIn } from './if-match.ts';
import { ItemView, itemView } from './item-view.ts';
import { sendEvents } from './send-events.ts';

export const uploadPicture = route(
  { access: 'operator', params: ItemParams, rawBody: { maxBytes: maxPictureBytes }, answer: ItemView },
  async ({ params: { itemId }, bytes, ifMatch, traceparent, context }, catalog) => {
    const contentType = pictureTypeOf(bytes);
    if (!contentType)
      return fail('picture-not-supported', {
        errors: [{ field: 'body', message: 'must be a PNG, JPEG or WebP picture' }],
      });
    const target = { id: itemId, version: ifMatch === undefined ? undefined : versionIn(ifMatch) };
    const changed = await catalog.items.setPicture(target, { contentType, bytes }, traceparent);
    if (typeof changed === 'string') return fail(changed);
    await sendEvents(catalog, context);
    return ok(itemView(changed), { etag: changed.version });
  },
);
