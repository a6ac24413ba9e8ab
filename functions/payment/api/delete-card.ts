/** DELETE payment/cards/{token}: takes one of the caller's cards out of their wallet; one that is not there is out already. */
import * as z from 'zod';
import { lineOfText } from '../../../shared/contracts/values.ts';
import { noContent } from '../../../shared/http/reply.ts';
import { route } from '../routes.ts';

const InPath = z.object({ token: lineOfText(200) });

export const deleteCard = route({ params: InPath }, async ({ params, caller }, { wallets }) => {
  await wallets.remove(caller.id, params.token);
  return noContent();
});
