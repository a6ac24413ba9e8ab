/** A coupon code and what it does to the total, or why it does nothing. */
import { type FormEvent, useState } from 'react';
import { problemText } from '../api/problem-text.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { readForm } from '../ui/form.ts';
import { Icon } from '../ui/icons.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import type { CouponState } from './use-coupon.ts';

interface CouponFieldProps {
  coupon: CouponState;
  onChange: (code: string | undefined) => void;
}

const Applied = ({ coupon, onChange }: CouponFieldProps) => (
  <p role="status" className="flex items-center gap-3 rounded-2xl bg-good-wash py-2 pr-2 pl-4 text-good">
    <Icon name="tag" className="size-5 shrink-0" />
    <span className="min-w-0 flex-1">
      <strong className="block">{coupon.code}</strong>
      <span className="block text-sm">{coupon.quote?.description}</span>
    </span>
    <Button look="bare" className="px-3 text-good" onClick={() => onChange(undefined)}>
      {texts.common.remove}
    </Button>
  </p>
);

const Asked = ({ coupon, onChange }: CouponFieldProps) => {
  const [isMissing, setIsMissing] = useState(false);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { code = '' } = readForm(event.currentTarget);
    setIsMissing(code === '');
    if (code !== '') onChange(code.toUpperCase());
  };
  const error = coupon.error ? problemText(coupon.error) : undefined;
  return (
    <form onSubmit={submit} noValidate className="flex items-start gap-2">
      <TextField
        name="code"
        label={texts.checkout.coupon}
        defaultValue={coupon.code}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={40}
        error={isMissing ? texts.address.missing : error}
        className="min-w-0 flex-1"
      />
      <Button type="submit" look="quiet" busy={coupon.isAsking} className="mt-[1.65rem]">
        {texts.checkout.apply}
      </Button>
    </form>
  );
};

export const CouponField = (props: CouponFieldProps) => {
  const isApplied = props.coupon.quote !== undefined;
  const place = useKeptFocus<HTMLDivElement>(isApplied);
  return <div ref={place}>{isApplied ? <Applied {...props} /> : <Asked {...props} />}</div>;
};
