/** The wallets, one document per buyer. */
import { type DocumentStore, update } from '../../../shared/documents/documents.ts';
import { addCard, type Card, findCard, noteOrder, removeCard, type Wallet } from '../domain/wallet.ts';

export const openWallets = (store: DocumentStore) => {
  const wallets = store.collection<Wallet>('wallets');
  return {
    /** The cards of a buyer, latest first. */
    list: async (buyerId: string): Promise<readonly Card[]> => (await wallets.get(buyerId))?.value.cards ?? [],
    /** A card by its token, if it is the buyer's. */
    find: async (buyerId: string, token: string): Promise<Card | undefined> =>
      findCard((await wallets.get(buyerId))?.value, token),
    /** Adds a card. Returns the one that is there under its token, which is an earlier one if it was taken. */
    add: async (buyerId: string, card: Card): Promise<Card> => {
      const wallet = await update(wallets, buyerId, (current) => addCard(current, card));
      return findCard(wallet, card.token) ?? card;
    },
    remove: async (buyerId: string, token: string): Promise<void> => {
      await update(wallets, buyerId, (current) => removeCard(current, token));
    },
    /** Notes that an order of the buyer asks for money. */
    remember: async (buyerId: string, orderId: string): Promise<void> => {
      await update(wallets, buyerId, (current) => noteOrder(current, orderId));
    },
    /** The orders of the buyer that asked for money. */
    orders: async (buyerId: string): Promise<readonly string[]> => (await wallets.get(buyerId))?.value.orders ?? [],
    /** Deletes the whole wallet. */
    erase: (buyerId: string): Promise<void> => wallets.remove(buyerId),
  };
};
