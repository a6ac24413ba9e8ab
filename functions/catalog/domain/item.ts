/** An item of the catalog: what the shop says about it, apart from how many there are. */

export interface ItemFacts {
  name: string;
  description: string;
  brandId: string;
  typeId: string;
  priceMinor: number;
}

export interface Item extends ItemFacts {
  id: string;
  /** Counts the changes of the facts; the etag of the item. */
  version: number;
  currency: string;
  brand: string;
  type: string;
  /** Id of its picture, if it has one. */
  pictureId: string | null;
  availableStock: number;
}

/** Where a picture is served, relative to the shop's address. */
export const pictureUrl = (pictureId: string): string => `/api/catalog/pictures/${pictureId}`;
