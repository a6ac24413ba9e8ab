/** An item was changed here: every page that shows it learns of it. */
import { itemQuery } from '../api/catalog.ts';
import { editedItemQuery } from '../api/operate.ts';
import { queryClient } from '../api/queries.ts';
import type { Item } from '../api/types.ts';

export const itemChanged = (item: Item): void => {
  queryClient.setQueryData(editedItemQuery(item.id).queryKey, item);
  queryClient.setQueryData(itemQuery(item.id).queryKey, item);
  void queryClient.invalidateQueries({ queryKey: ['items'] });
};
