/** An item of the catalog: what the shop says about it, and how many there are. */
import type { StockLevel } from './stock-level.ts';

/** The currency of every price: the shop sells in one. */
export const shopCurrency = 'USD';

export interface ItemFacts {
  name: string;
  description: string;
  brandId: string;
  typeId: string;
  priceMinor: number;
}

export interface Item extends ItemFacts, StockLevel {
  id: string;
  /** Counts the changes of the facts; the etag of the item. */
  version: number;
  currency: string;
  brand: string;
  type: string;
  /** Id of its picture, if it has one. */
  pictureId: string | null;
}

/** An item that is to be added to the assortment, under the id that it will have. */
export interface NewItem extends ItemFacts, StockLevel {
  id: string;
}

/** Where a picture is served, relative to the shop's address. */
export const pictureUrl = (pictureId: string): string => `/api/catalog/pictures/${pictureId}`;
