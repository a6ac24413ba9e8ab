/** Form fields: a label, the control, a hint, and what is wrong with it, tied together for screen readers. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { texts } from '../texts.ts';
import { cx } from './classes.ts';

export const controlClass =
  'w-full min-h-11 rounded-xl border border-edge bg-sheet px-3.5 py-2 text-ink placeholder:text-soft/80 aria-invalid:border-alarm aria-invalid:bg-alarm-wash disabled:opacity-60';

interface FieldProps {
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
  optional?: boolean;
  className?: string | undefined;
}

interface Ties {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

const Field = ({
  label,
  error,
  hint,
  optional = false,
  className,
  children,
}: FieldProps & { children: (ties: Ties) => ReactNode }) => {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-semibold">
        {label} {optional && <span className="font-normal text-soft">({texts.common.optional})</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error !== undefined || undefined })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm font-medium text-alarm">
          {error}
        </p>
      )}
    </div>
  );
};

export const TextField = ({
  label,
  error,
  hint,
  optional,
  className,
  after,
  ...input
}: FieldProps & ComponentProps<'input'> & { after?: ReactNode }) => (
  <Field {...{ label, error, hint, className, ...(optional !== undefined && { optional }) }}>
    {(ties) => (
      <div className="relative">
        <input {...ties} className={cx(controlClass, after !== undefined && 'pr-28')} {...input} />
        {after !== undefined && (
          <span className="pointer-events-none absolute inset-y-0 right-3.5 flex items-center text-sm font-semibold text-soft">
            {after}
          </span>
        )}
      </div>
    )}
  </Field>
);

export const TextArea = ({ label, error, hint, className, ...area }: FieldProps & ComponentProps<'textarea'>) => (
  <Field {...{ label, error, hint, className }}>
    {(ties) => <textarea {...ties} className={cx(controlClass, 'min-h-28 field-sizing-content')} {...area} />}
  </Field>
);

export const SelectField = ({ label, error, hint, className, ...select }: FieldProps & ComponentProps<'select'>) => (
  <Field {...{ label, error, hint, className }}>
    {(ties) => <select {...ties} className={cx(controlClass, 'pr-9')} {...select} />}
  </Field>
);

export const Checkbox = ({ label, className, ...input }: ComponentProps<'input'> & { label: ReactNode }) => (
  <label className={cx('flex min-h-9 items-center gap-2.5', className)}>
    <input type="checkbox" className="size-5 shrink-0 rounded-md" {...input} />
    <span>{label}</span>
  </label>
);

/** One of several choices, as a card that can be picked. */
export const Choice = ({ children, className, ...input }: ComponentProps<'input'> & { children: ReactNode }) => (
  <label
    className={cx(
      'flex items-start gap-3 rounded-2xl border border-line bg-sheet p-4 transition-colors hover:border-edge has-checked:border-accent has-checked:ring-2 has-checked:ring-accent/40',
      className,
    )}
  >
    <input type="radio" className="mt-0.5 size-5 shrink-0 rounded-full" {...input} />
    <span className="min-w-0 flex-1">{children}</span>
  </label>
);
