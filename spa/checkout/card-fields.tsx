/** The fields of a card: the number in its groups and with its brand while it is typed. */
import { useState } from 'react';
import { texts } from '../texts.ts';
import { TextField } from '../ui/field.tsx';
import {
  brandOf,
  type CardFault,
  type CardField,
  caretAfter,
  codeDigitsOf,
  digitsOf,
  formatExpiry,
  groupDigits,
} from './card.ts';

/** Formats what was typed and leaves the caret behind the digit that was typed last. */
const reformat = (input: HTMLInputElement, format: (typed: string) => string): void => {
  const typed = input.value;
  const caret = input.selectionStart ?? typed.length;
  const formatted = format(typed);
  if (formatted === typed) return;
  const isAtEnd = caret === typed.length;
  const digitsBefore = digitsOf(typed.slice(0, caret)).length;
  input.value = formatted;
  const place = isAtEnd ? formatted.length : caretAfter(formatted, digitsBefore);
  input.setSelectionRange(place, place);
};

/** Taking a digit away must not bring back the separator before it. */
const isDeletion = (event: Event): boolean => (event as InputEvent).inputType?.startsWith('delete') ?? false;

export type CardErrors = Partial<Record<CardField, string>>;

export const faultTexts = (faults: Partial<Record<CardField, CardFault>>): CardErrors =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, texts.card.faults[fault]]));

export const CardFields = ({ errors }: { errors: CardErrors }) => {
  const [number, setNumber] = useState('');
  const brand = brandOf(number);
  const codeDigits = codeDigitsOf(number);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        name="number"
        label={texts.card.number}
        inputMode="numeric"
        autoComplete="cc-number"
        placeholder="1234 1234 1234 1234"
        error={errors.number}
        className="sm:col-span-2"
        after={<span aria-live="polite">{brand ?? ''}</span>}
        onInput={(event) => {
          reformat(event.currentTarget, groupDigits);
          setNumber(event.currentTarget.value);
        }}
      />
      <TextField
        name="holder"
        label={texts.card.holder}
        autoComplete="cc-name"
        maxLength={100}
        error={errors.holder}
        className="sm:col-span-2"
      />
      <TextField
        name="expiry"
        label={texts.card.expiry}
        inputMode="numeric"
        autoComplete="cc-exp"
        placeholder={texts.card.expiryHint}
        error={errors.expiry}
        onInput={(event) => {
          if (!isDeletion(event.nativeEvent)) reformat(event.currentTarget, formatExpiry);
        }}
      />
      <TextField
        name="securityCode"
        label={texts.card.securityCode}
        inputMode="numeric"
        autoComplete="cc-csc"
        maxLength={codeDigits}
        hint={texts.card.codeHints[brand === undefined ? 'unknown' : codeDigits === 4 ? 4 : 3]}
        error={errors.securityCode}
      />
    </div>
  );
};
