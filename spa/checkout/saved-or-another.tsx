/** The choice between what the user has saved and another one, which the form then asks for. */
import type { ReactNode } from 'react';
import { Choice } from '../ui/field.tsx';

/** The choice that is none of the saved ones. */
export const anotherOne = 'another';

interface ChoiceProps {
  /** What is chosen, for those who don't see it. */
  legend: string;
  saved: readonly { id: string; view: ReactNode }[];
  /** How the other one is called. */
  another: string;
  choice: string;
  onChoose: (choice: string) => void;
}

/** Nothing, where nothing is saved. */
export const SavedOrAnother = ({ legend, saved, another, choice, onChoose }: ChoiceProps) => {
  if (saved.length === 0) return null;
  const option = (id: string) => ({ name: 'choice', value: id, checked: choice === id, onChange: () => onChoose(id) });
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="sr-only">{legend}</legend>
      {saved.map(({ id, view }) => (
        <Choice key={id} {...option(id)}>
          {view}
        </Choice>
      ))}
      <Choice {...option(anotherOne)} className="items-center">
        <span className="font-semibold">{another}</span>
      </Choice>
    </fieldset>
  );
};
