/** The copy of the item facts, one document per item. */
import { type DocumentStore, update } from '../../../shared/documents/documents.ts';
import { type Item, type Items, learn } from '../domain/item.ts';

export const openItems = (store: DocumentStore) => {
  const items = store.collection<Item>('items');
  return {
    /** What is known of the items of some lines. */
    of: async (lines: readonly { itemId: string }[]): Promise<Items> => {
      const found = await items.getMany(lines.map(({ itemId }) => itemId));
      return new Map([...found].map(([itemId, { value }]) => [itemId, value]));
    },
    /** Adds what an event tells of an item, unless something later is known. */
    learn: async (itemId: string, told: Item): Promise<void> => {
      await update(items, itemId, (known) => learn(known, told));
    },
  };
};
