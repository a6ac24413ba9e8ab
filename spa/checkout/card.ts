/** What a card shows while it is being typed, and what is wrong with it before it is sent. */
import type { CardDetails } from '../api/types.ts';

export type Brand = 'Visa' | 'Mastercard' | 'American Express';

interface Network {
  brand: Brand;
  /** How its numbers begin. */
  begins: RegExp;
  /** How its digits stand on the card. */
  groups: readonly number[];
  codeDigits: number;
}

const networks: readonly Network[] = [
  { brand: 'Visa', begins: /^4/, groups: [4, 4, 4, 4], codeDigits: 3 },
  { brand: 'Mastercard', begins: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, groups: [4, 4, 4, 4], codeDigits: 3 },
  { brand: 'American Express', begins: /^3[47]/, groups: [4, 6, 5], codeDigits: 4 },
];

const anyGroups = [4, 4, 4, 4, 3] as const;

export const digitsOf = (typed: string): string => typed.replace(/\D/g, '');

const networkOf = (digits: string): Network | undefined => networks.find(({ begins }) => begins.test(digits));

/** The brand that the first digits tell; undefined until they do. */
export const brandOf = (typed: string): Brand | undefined => networkOf(digitsOf(typed))?.brand;

/** How many digits the security code has: of an unknown brand up to four. */
export const codeDigitsOf = (typed: string): number => networkOf(digitsOf(typed))?.codeDigits ?? 4;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** The digits in the groups in which they stand on the card; what is too much is cut off. */
export const groupDigits = (typed: string): string => {
  const digits = digitsOf(typed);
  const groups = networkOf(digits)?.groups ?? anyGroups;
  const starts = groups.map((_, place) => total(groups.slice(0, place)));
  return starts
    .map((start, place) => digits.slice(start, start + (groups[place] ?? 0)))
    .filter((group) => group !== '')
    .join(' ');
};

/** `1230` and `12/30` as `12 / 30`; a first digit above 1 can only be a month by itself. */
export const formatExpiry = (typed: string): string => {
  const digits = digitsOf(typed);
  const padded = /^[2-9]/.test(digits) ? `0${digits}` : digits;
  const year = padded
    .slice(2)
    .replace(/^20(?=\d{2})/, '')
    .slice(0, 2);
  return padded.length > 2 ? `${padded.slice(0, 2)} / ${year}` : padded;
};

/** Where the caret belongs in a formatted text, so that as many digits stand before it as before formatting. */
export const caretAfter = (formatted: string, digitsBefore: number): number => {
  let seen = 0;
  for (let place = 0; place < formatted.length; place++) {
    if (seen === digitsBefore) return place;
    if (/\d/.test(formatted[place] ?? '')) seen += 1;
  }
  return formatted.length;
};

/** The check digit of ISO/IEC 7812-1: from the right every second digit doubled, the digits of all added up. */
const passesLuhn = (digits: string): boolean =>
  total(
    Array.from(digits, Number)
      .toReversed()
      .map((digit, place) => (place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0))),
  ) %
    10 ===
  0;

/** A card as it stands in the form. */
export interface TypedCard {
  number: string;
  holder: string;
  expiry: string;
  securityCode: string;
}

export type CardField = keyof TypedCard;
export type CardFault = 'missing' | 'incomplete' | 'wrong' | 'unsupported' | 'expired';

const numberFault = (digits: string): CardFault | undefined => {
  if (digits === '') return 'missing';
  const network = networkOf(digits);
  if (!network) return digits.length >= 12 ? 'unsupported' : 'incomplete';
  if (digits.length < total(network.groups)) return 'incomplete';
  return passesLuhn(digits) ? undefined : 'wrong';
};

const expiryIn = (typed: string): { month: number; year: number } => {
  const digits = digitsOf(typed);
  return { month: Number(digits.slice(0, 2)), year: 2000 + Number(digits.slice(2, 4)) };
};

const expiryFault = (typed: string, today: Date): CardFault | undefined => {
  const digits = digitsOf(typed);
  if (digits === '') return 'missing';
  const { month, year } = expiryIn(typed);
  if (digits.length < 4) return 'incomplete';
  if (month < 1 || month > 12) return 'wrong';
  const monthsLeft = (year - today.getFullYear()) * 12 + month - 1 - today.getMonth();
  return monthsLeft < 0 ? 'expired' : undefined;
};

const codeFault = (code: string, number: string): CardFault | undefined => {
  if (code === '') return 'missing';
  const wanted = networkOf(digitsOf(number))?.codeDigits;
  return digitsOf(code).length === (wanted ?? digitsOf(code).length) && /^\d{3,4}$/.test(code) ? undefined : 'wrong';
};

/** Everything that is wrong with a card, by field; nothing when it can be sent. */
export const checkCard = (card: TypedCard, today: Date): Partial<Record<CardField, CardFault>> => {
  const faults: Record<CardField, CardFault | undefined> = {
    number: numberFault(digitsOf(card.number)),
    holder: card.holder.trim() === '' ? 'missing' : undefined,
    expiry: expiryFault(card.expiry, today),
    securityCode: codeFault(card.securityCode.trim(), card.number),
  };
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined));
};

/** A good card as the shop takes it. */
export const cardDetails = ({ number, holder, expiry, securityCode }: TypedCard): CardDetails => ({
  number: digitsOf(number),
  holder: holder.trim(),
  expiry: expiryIn(expiry),
  securityCode: securityCode.trim(),
});
