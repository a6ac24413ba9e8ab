/** How many: a number between two round buttons. */
import { texts } from '../texts.ts';
import { IconButton } from './button.tsx';

interface StepperProps {
  label: string;
  value: number;
  max: number;
  onChange: (value: number) => void;
}

export const Stepper = ({ label, value, max, onChange }: StepperProps) => {
  const change = (to: number) => {
    if (Number.isInteger(to) && to >= 1 && to <= max) onChange(to);
  };
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex items-center rounded-full border border-edge/60 bg-sheet"
    >
      <IconButton icon="minus" label={texts.item.less} disabled={value <= 1} onClick={() => change(value - 1)} />
      <input
        className="w-10 appearance-none bg-transparent text-center font-semibold tabular-nums"
        inputMode="numeric"
        aria-label={label}
        value={value}
        onChange={(event) => change(Number(event.currentTarget.value))}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => {
          event.currentTarget.value = String(value);
        }}
      />
      <IconButton icon="plus" label={texts.item.more} disabled={value >= max} onClick={() => change(value + 1)} />
    </div>
  );
};
