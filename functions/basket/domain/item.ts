/** The basket's copy of what the catalog says about an item, put together from events that arrive in any order and any number of times. */

/** What a basket shows of an item. */
export interface ItemFacts {
  version: number;
  name: string;
  priceMinor: number;
  currency: string;
  pictureUrl?: string;
}

/** What is known of an item: the highest version of its facts, and the version at which it was deleted. */
export interface Item {
  facts?: ItemFacts;
  deletedVersion?: number;
}

/** Items by id; one that was never heard of is not there. */
export type Items = ReadonlyMap<string, Item>;

const versionOf = ({ facts }: Item): number => facts?.version ?? -1;
const deletionOf = ({ deletedVersion = -1 }: Item): number => deletedVersion;

/** What is known after another event; undefined when it says nothing new. */
export const learn = (known: Item = {}, told: Item): Item | undefined => {
  const isNewer = versionOf(told) > versionOf(known);
  const isDeletedLater = deletionOf(told) > deletionOf(known);
  if (!isNewer && !isDeletedLater) return undefined;
  return {
    ...known,
    ...(isNewer && told.facts && { facts: told.facts }),
    ...(isDeletedLater && told.deletedVersion !== undefined && { deletedVersion: told.deletedVersion }),
  };
};

/** The facts of an item that is sold at present. */
export const forSale = (item: Item | undefined): ItemFacts | undefined =>
  item && versionOf(item) > deletionOf(item) ? item.facts : undefined;
