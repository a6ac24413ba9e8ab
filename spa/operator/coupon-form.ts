/** A coupon in a form: what is typed and what is wrong with it. */
import type { Coupon, CouponTerms, Discount } from '../api/types.ts';
import { parseMoney, plainMoney } from '../format.ts';
import { operatorTexts } from '../texts-operator.ts';

const texts = operatorTexts.coupon;

/** The terms as they stand in the form's fields. Dates are local, as `datetime-local` has them. */
export interface CouponForm {
  code: string;
  description: string;
  kind: Discount['kind'];
  amount: string;
  percent: string;
  minimum: string;
  validFrom: string;
  validUntil: string;
  totalLimit: string;
  perBuyerLimit: string;
}

/** In which field the terms of a coupon are. */
export const fieldOfTerm: Readonly<Record<string, keyof CouponForm>> = {
  code: 'code',
  description: 'description',
  'discount.amountMinor': 'amount',
  'discount.percent': 'percent',
  minimumSubtotalMinor: 'minimum',
  validFrom: 'validFrom',
  validUntil: 'validUntil',
  totalLimit: 'totalLimit',
  perBuyerLimit: 'perBuyerLimit',
};

export type CouponFormErrors = Partial<Record<keyof CouponForm, string>>;

export const emptyCoupon: CouponForm = {
  code: '',
  description: '',
  kind: 'fixed',
  amount: '',
  percent: '',
  minimum: '',
  validFrom: '',
  validUntil: '',
  totalLimit: '100',
  perBuyerLimit: '1',
};

/** An instant as `datetime-local` wants it: local time without seconds. */
const localTime = (instant: string | null): string => {
  if (instant === null) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

export const couponFormOf = ({ discount, currency, ...coupon }: Coupon): CouponForm => ({
  code: coupon.code,
  description: coupon.description,
  kind: discount.kind,
  amount: discount.kind === 'fixed' ? plainMoney(discount.amountMinor, currency) : '',
  percent: discount.kind === 'percentage' ? String(discount.percent) : '',
  minimum: coupon.minimumSubtotalMinor === 0 ? '' : plainMoney(coupon.minimumSubtotalMinor, currency),
  validFrom: localTime(coupon.validFrom),
  validUntil: localTime(coupon.validUntil),
  totalLimit: String(coupon.totalLimit),
  perBuyerLimit: coupon.perBuyerLimit === null ? '' : String(coupon.perBuyerLimit),
});

const whole = (typed: string, most: number): number | undefined => {
  const number = Number(typed);
  return /^\d+$/.test(typed.trim()) && number >= 1 && number <= most ? number : undefined;
};

const discountIn = ({ kind, amount, percent }: CouponForm, currency: string): Discount | undefined => {
  if (kind === 'fixed') {
    const amountMinor = parseMoney(amount, currency);
    return amountMinor ? { kind, amountMinor } : undefined;
  }
  const read = whole(percent, 100);
  return read === undefined ? undefined : { kind, percent: read };
};

const instantIn = (local: string): string | null => (local === '' ? null : new Date(local).toISOString());

const maxUses = 5000;

const codePattern = /^[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]$/;

/** What the fields say; undefined where one cannot be read. */
const readFields = (form: CouponForm, currency: string) => ({
  code: codePattern.exec(form.code.trim().toUpperCase())?.[0],
  description: form.description.trim() || undefined,
  discount: discountIn(form, currency),
  minimumSubtotalMinor: form.minimum.trim() === '' ? 0 : parseMoney(form.minimum, currency),
  validFrom: instantIn(form.validFrom),
  validUntil: instantIn(form.validUntil),
  totalLimit: whole(form.totalLimit, maxUses),
  perBuyerLimit: form.perBuyerLimit.trim() === '' ? null : whole(form.perBuyerLimit, maxUses),
});

type Fields = ReturnType<typeof readFields>;
type Readable = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

const isReadable = (fields: Fields): fields is Readable => Object.values(fields).every((value) => value !== undefined);

const errorsIn = (fields: Fields, { kind }: CouponForm): CouponFormErrors => {
  const { validFrom, validUntil } = fields;
  const discountError: CouponFormErrors =
    kind === 'fixed' ? { amount: texts.amountWrong } : { percent: texts.percentWrong };
  return {
    ...(fields.code === undefined && { code: texts.codeWrong }),
    ...(fields.description === undefined && { description: operatorTexts.item.missing }),
    ...(fields.discount === undefined && discountError),
    ...(fields.minimumSubtotalMinor === undefined && { minimum: texts.amountWrong }),
    ...(validFrom !== null && validUntil !== null && validFrom >= validUntil && { validUntil: texts.untilWrong }),
    ...(fields.totalLimit === undefined && { totalLimit: texts.numberWrong }),
    ...(fields.perBuyerLimit === undefined && { perBuyerLimit: texts.numberWrong }),
  };
};

export type NewCoupon = CouponTerms & { code: string };

/** Code and terms to send, or what is wrong in which field. */
export const readCouponForm = (
  form: CouponForm,
  currency: string,
): { coupon: NewCoupon } | { errors: CouponFormErrors } => {
  const fields = readFields(form, currency);
  const errors = errorsIn(fields, form);
  if (!isReadable(fields) || Object.keys(errors).length > 0) return { errors };
  return { coupon: { ...fields, currency } };
};
