/** What a text search compares: words without case and accents, the same way on every database. */

/** `Café Crème` as `cafe creme`; what cannot be read counts as space. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .toLowerCase();

/** What an item is found by. */
export const searchText = ({ name, description }: { name: string; description: string }): string =>
  fold(`${name}\n${description}`);

/** The words that an item must contain, all of them, to be found. */
export const searchWords = (text: string): string[] => [...new Set(fold(text).split(/\s+/))].filter(Boolean);
