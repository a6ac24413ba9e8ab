/** A card as the API shows it. */
import * as z from 'zod';
import { CardView } from '../../../shared/contracts/values.ts';
import type { Card } from '../domain/wallet.ts';

export const OwnCard = CardView.extend({ token: z.string(), expiry: z.object({ month: z.int(), year: z.int() }) });

export const cardView = ({ token, brand, last4, expiry }: Card): z.output<typeof OwnCard> => ({
  token,
  brand,
  last4,
  expiry,
});
