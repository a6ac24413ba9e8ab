/** What makes the details of a card good, and what of them may be kept. */

type Brand = 'Visa' | 'Mastercard' | 'American Express';

/** The last month in which a card is good; also any month compared with it. */
export interface Month {
  /** 1 to 12. */
  month: number;
  /** Four digits. */
  year: number;
}

/** A card as its holder types it. Never stored, never logged. */
export interface CardDetails {
  number: string;
  holder: string;
  expiry: Month;
  securityCode: string;
}

/** What may be kept and shown of a card. */
export interface CardFace {
  brand: Brand;
  last4: string;
  expiry: Month;
}

/** What is wrong with one field; the message never repeats what was typed. */
interface CardFault {
  field: string;
  message: string;
}

export interface BadCard {
  faults: readonly CardFault[];
  /** The number is a card's, but of a brand that is not accepted. */
  unsupported: boolean;
}

interface Network {
  brand: Brand;
  numbers: RegExp;
  securityCodeDigits: number;
}

/** Issuer ranges and lengths of ISO/IEC 7812 numbers as the networks publish them. */
const networks: readonly Network[] = [
  { brand: 'Visa', numbers: /^4(\d{12}|\d{15}|\d{18})$/, securityCodeDigits: 3 },
  {
    brand: 'Mastercard',
    numbers: /^(5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
    securityCodeDigits: 3,
  },
  { brand: 'American Express', numbers: /^3[47]\d{13}$/, securityCodeDigits: 4 },
];

const yearsAhead = 25;

/** A number without the spaces and dashes that people type between its groups. */
export const digitsOf = (number: string): string => number.replace(/[ -]/g, '');

export const last4Of = (number: string): string => digitsOf(number).slice(-4);

/** The check digit of ISO/IEC 7812-1, annex B: from the right, every second digit doubled, its digits added. */
export const passesLuhn = (digits: string): boolean => {
  const values = Array.from(digits, Number)
    .toReversed()
    .map((digit, place) => {
      const value = digit * (place % 2 === 0 ? 1 : 2);
      return value > 9 ? value - 9 : value;
    });
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0;
};

/** Whether a card of that expiry is no longer good. */
export const hasExpired = (expiry: Month, today: Month): boolean =>
  expiry.year < today.year || (expiry.year === today.year && expiry.month < today.month);

const numberFault = (digits: string, network: Network | undefined): CardFault | undefined => {
  const field = 'number';
  if (!/^\d{12,19}$/.test(digits)) return { field, message: 'must be the 12 to 19 digits on the card' };
  if (!passesLuhn(digits)) return { field, message: 'is not a card number; a digit is wrong' };
  if (network) return undefined;
  return { field, message: `must be of one of these: ${networks.map(({ brand }) => brand).join(', ')}` };
};

const expiryFaults = ({ month, year }: Month, today: Month): CardFault[] => {
  const isMonth = month >= 1 && month <= 12;
  const faults = isMonth ? [] : [{ field: 'expiry.month', message: 'must be 1 to 12' }];
  const latest = today.year + yearsAhead;
  if (year < 1000 || year > latest)
    return [...faults, { field: 'expiry.year', message: `must be four digits, at most ${latest}` }];
  // A year that has passed is wrong whatever the month was meant to be.
  if (!hasExpired({ month: isMonth ? month : 12, year }, today)) return faults;
  return [...faults, { field: isMonth ? 'expiry' : 'expiry.year', message: 'has passed' }];
};

const securityCodeFault = (code: string, network: Network | undefined): CardFault | undefined => {
  const good = network ? code.length === network.securityCodeDigits : code.length === 3 || code.length === 4;
  if (good && /^\d+$/.test(code)) return undefined;
  const wanted = network ? `${network.securityCodeDigits} digits for ${network.brand}` : '3 or 4 digits';
  return { field: 'securityCode', message: `must be ${wanted}` };
};

const isName = (text: string): boolean => text.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(text);

/** What may be kept of a good card, or everything that is wrong with it. */
export const checkCard = ({ number, holder, expiry, securityCode }: CardDetails, today: Month): CardFace | BadCard => {
  const digits = digitsOf(number);
  const network = networks.find(({ numbers }) => numbers.test(digits));
  const faults = [
    numberFault(digits, network),
    isName(holder) ? undefined : { field: 'holder', message: 'must be the name on the card' },
    ...expiryFaults(expiry, today),
    securityCodeFault(securityCode, network),
  ].filter((fault) => fault !== undefined);
  if (network && faults.length === 0) return { brand: network.brand, last4: last4Of(number), expiry };
  return { faults, unsupported: !network && /^\d{12,19}$/.test(digits) && passesLuhn(digits) };
};
