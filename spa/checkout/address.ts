/** An address in a form: what is wrong with it, and how it is written down. */
import type { Address } from '../api/types.ts';
import { texts } from '../texts.ts';

/** As long as the shop takes them. */
export const limits: Readonly<Record<keyof Address, number>> = {
  name: 100,
  street: 200,
  city: 100,
  state: 100,
  postalCode: 20,
  country: 100,
};

const required = ['name', 'street', 'city', 'postalCode', 'country'] as const satisfies readonly (keyof Address)[];

export type AddressErrors = Partial<Record<keyof Address, string>>;

/** The address in a form's fields, or what is missing in it. */
export const readAddress = (fields: Record<string, string>): { address: Address } | { errors: AddressErrors } => {
  const missing = required.filter((name) => !fields[name]?.trim());
  if (missing.length > 0) return { errors: Object.fromEntries(missing.map((name) => [name, texts.address.missing])) };
  const { name = '', street = '', city = '', state = '', postalCode = '', country = '' } = fields;
  return { address: { name, street, city, postalCode, country, ...(state.trim() !== '' && { state }) } };
};

/** As it stands on a parcel, line by line. */
export const addressLines = ({ name, street, city, state, postalCode, country }: Address): string[] => [
  name,
  street,
  [`${postalCode} ${city}`, state].filter(Boolean).join(', '),
  country,
];

export const isSameAddress = (one: Address, other: Address): boolean =>
  addressLines(one).join('\n').toLowerCase() === addressLines(other).join('\n').toLowerCase();
