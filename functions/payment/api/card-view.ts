/** A card as the API shows it. */
import type { Card } from '../domain/wallet.ts';

export const cardView = ({ token, brand, last4, expiry }: Card) => ({ token, brand, last4, expiry });
