/** What the catalog's SQL store does with stock figures, whichever database it is on. */
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { Item } from '../domain/item.ts';
import { openItems } from './items.ts';
import type { CatalogTables } from './schema.ts';
import { openStock } from './stock.ts';
import { openStockLevels } from './stock-levels.ts';

const order = (number: number): string => `0194ffff-0000-7000-8000-${String(number).padStart(12, '0')}`;
const unknown = order(999);

const openShelf = async (open: () => Promise<Kysely<CatalogTables>>) => {
  const database = await open();
  const { items } = await openItems(database).list({}, { pageIndex: 0, pageSize: 1 });
  const [{ id: itemId }] = items as [Item];
  const level = { available_stock: 4, restock_threshold: 5, max_stock: 20 };
  await database.updateTable('items').set(level).where('id', '=', itemId).execute();
  return { database, itemId, levels: openStockLevels(database), stock: openStock(database) };
};

export const stockLevelsContract = (open: () => Promise<Kysely<CatalogTables>>): void => {
  test('a delivery is added once for a command, up to the maximum', async () => {
    const { itemId, levels } = await openShelf(open);
    const ten = { added: 10, level: { availableStock: 14, restockThreshold: 5, maxStock: 20 } };
    for (const _ of [1, 2]) expect(await levels.restock(itemId, 10, 'one')).toEqual(ten);
    expect(await levels.restock(itemId, 10, 'two')).toMatchObject({ added: 6, level: { availableStock: 20 } });
    expect(await levels.restock(itemId, 10, 'three')).toMatchObject({ added: 0, level: { availableStock: 20 } });
    expect(await levels.restock(unknown, 10, 'four')).toBe('item-not-found');
    expect(await levels.get(itemId)).toEqual({ availableStock: 20, restockThreshold: 5, maxStock: 20 });
  });

  test('deliveries and orders at the same time add up', async () => {
    const { itemId, levels, stock } = await openShelf(open);
    const lines = [{ itemId, quantity: 1 }];
    const [added, taken] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, (_, number) => levels.restock(itemId, 3, `command-${number % 5}`))),
      Promise.all(Array.from({ length: 10 }, (_, number) => stock.reserve(order(number), lines))),
    ]);
    expect(added.every((outcome) => typeof outcome !== 'string')).toBe(true);
    const units = taken.filter((outcome) => outcome?.status === 'reserved').length;
    expect((await levels.get(itemId))?.availableStock).toBe(4 + 5 * 3 - units);
    expect(await levels.reserved(itemId)).toBe(units);
  });

  test('units count as reserved from the order until it is paid or cancelled', async () => {
    const { itemId, levels, stock } = await openShelf(open);
    await stock.reserve(order(1), [{ itemId, quantity: 1 }]);
    await stock.reserve(order(2), [{ itemId, quantity: 2 }]);
    await stock.reserve(order(3), [{ itemId, quantity: 2 }]);
    expect(await levels.reserved(itemId)).toBe(3);
    await stock.sell(order(1));
    expect(await levels.reserved(itemId)).toBe(2);
    await stock.release(order(2));
    expect(await levels.reserved(itemId)).toBe(0);
  });

  test('limits are set for an item that is sold', async () => {
    const { itemId, levels } = await openShelf(open);
    const limits = { restockThreshold: 1, maxStock: 3 };
    expect(await levels.setLimits(itemId, limits)).toBe(true);
    expect(await levels.get(itemId)).toEqual({ availableStock: 4, ...limits });
    expect(await levels.restock(itemId, 1, 'one')).toMatchObject({ added: 0 });
    expect(await levels.setLimits(unknown, limits)).toBe(false);
    expect(await levels.get(unknown)).toBeUndefined();
  });
};
