/** HTML from template literals, in which every value is escaped unless it is HTML already. */

export interface Html {
  readonly html: string;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Marks text that is HTML already; only for text that no user has written. */
export const raw = (text: string): Html => ({ html: text });

type Value = string | Html | undefined;

const inserted = (value: Value | readonly Value[]): string => {
  if (value === undefined || typeof value === 'string') return escape(value ?? '');
  return 'html' in value ? value.html : value.map(inserted).join('');
};

/** The text with its values escaped, each fit for element content and for quoted attributes. `undefined` leaves nothing. */
export const html = (parts: TemplateStringsArray, ...values: readonly (Value | readonly Value[])[]): Html =>
  raw(parts.map((part, index) => part + inserted(values[index])).join(''));
