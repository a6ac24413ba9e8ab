/** The fields of a coupon. */
import { operatorTexts } from '../texts-operator.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import type { CouponForm, CouponFormErrors } from './coupon-form.ts';

const words = operatorTexts.coupon;

interface CouponFieldsProps {
  form: CouponForm;
  errors: CouponFormErrors;
  currency: string;
  /** A code that exists does not change. */
  isNew: boolean;
  onChange: (change: Partial<CouponForm>) => void;
}

export const CouponFields = ({ form, errors, currency, isNew, onChange }: CouponFieldsProps) => {
  const field = (name: keyof CouponForm) => ({
    value: form[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {isNew && (
        <TextField
          label={words.code}
          hint={words.codeHint}
          maxLength={40}
          autoCapitalize="characters"
          {...field('code')}
        />
      )}
      <TextField
        label={words.description}
        maxLength={200}
        className={isNew ? undefined : 'sm:col-span-2'}
        {...field('description')}
      />
      <SelectField
        label={words.kind}
        value={form.kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value === 'fixed' ? 'fixed' : 'percentage' })}
      >
        <option value="fixed">{words.fixed}</option>
        <option value="percentage">{words.percentage}</option>
      </SelectField>
      {form.kind === 'fixed' ? (
        <TextField label={words.amount(currency)} inputMode="decimal" {...field('amount')} />
      ) : (
        <TextField label={words.percent} inputMode="numeric" {...field('percent')} />
      )}
      <TextField label={words.minimum(currency)} inputMode="decimal" optional {...field('minimum')} />
      <TextField label={words.total} inputMode="numeric" {...field('totalLimit')} />
      <TextField label={words.perBuyer} inputMode="numeric" optional {...field('perBuyerLimit')} />
      <TextField label={words.from} type="datetime-local" optional {...field('validFrom')} />
      <TextField label={words.until} type="datetime-local" optional {...field('validUntil')} />
    </div>
  );
};
