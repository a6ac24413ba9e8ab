/** What is being ordered and what it comes to, beside every step. */
import type { Basket } from '../api/types.ts';
import { texts } from '../texts.ts';
import { cx } from '../ui/classes.ts';
import { Picture } from '../ui/picture.tsx';
import { Price } from '../ui/price.tsx';
import { CouponField } from './coupon-field.tsx';
import type { CouponState } from './use-coupon.ts';

interface AmountProps {
  label: string;
  minor: number;
  currency: string;
  className?: string;
}

export const Amount = ({ label, minor, currency, className }: AmountProps) => (
  <p className={cx('flex justify-between gap-4', className)}>
    <span>{label}</span>
    <Price minor={minor} currency={currency} className="tabular-nums" />
  </p>
);

const Lines = ({ lines, currency }: { lines: Basket['lines']; currency: string }) => (
  <ul className="space-y-3">
    {lines.map((line) => (
      <li key={line.itemId} className="flex items-center gap-3">
        <Picture url={line.pictureUrl} alt="" eager className="w-14 shrink-0 rounded-xl" />
        <span className="min-w-0 flex-1">
          <span className="block leading-snug font-medium">{line.name ?? texts.basket.gone}</span>
          <span className="text-sm text-soft">× {line.quantity}</span>
        </span>
        {line.available && <Price minor={line.totalMinor} currency={currency} className="tabular-nums" />}
      </li>
    ))}
  </ul>
);

interface SummaryProps {
  basket: Basket;
  currency: string;
  coupon: CouponState;
  /** Undefined where the shop takes no coupons. */
  onCoupon: ((code: string | undefined) => void) | undefined;
}

export const Summary = ({ basket, currency, coupon, onCoupon }: SummaryProps) => (
  <aside
    aria-label={texts.checkout.summary}
    className="h-fit space-y-5 rounded-3xl border border-line bg-sheet p-6 shadow-card lg:sticky lg:top-28"
  >
    <h2 className="text-2xl">{texts.checkout.summary}</h2>
    <Lines lines={basket.lines} currency={currency} />
    {onCoupon && <CouponField coupon={coupon} onChange={onCoupon} />}
    <div className="space-y-1.5 border-t border-line pt-4" aria-live="polite">
      <Amount label={texts.checkout.subtotal} minor={basket.subtotalMinor} currency={currency} />
      {coupon.quote && (
        <Amount
          label={texts.checkout.discount(coupon.quote.code)}
          minor={-coupon.quote.discountMinor}
          currency={currency}
          className="text-good"
        />
      )}
      <Amount
        label={texts.checkout.total}
        minor={coupon.quote?.totalMinor ?? basket.subtotalMinor}
        currency={currency}
        className="text-xl font-semibold"
      />
    </div>
  </aside>
);
