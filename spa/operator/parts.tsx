/** Parts that the operators' pages share. */
import { Link, type LinkProps } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useId } from 'react';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { controlClass } from '../ui/field.tsx';
import { readForm } from '../ui/form.ts';
import { Icon } from '../ui/icons.tsx';
import { Notice } from '../ui/states.tsx';
import type { Difference } from './item-form.ts';

export const Panel = ({ title, children, aside }: { title: string; children: ReactNode; aside?: ReactNode }) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-3xl border border-line bg-sheet p-5 shadow-card sm:p-6">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id={id} className="text-2xl">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
};

export const BackLink = ({ text, ...link }: LinkProps & { text: string }) => (
  <Link
    {...link}
    className="mb-4 inline-flex min-h-9 items-center gap-1.5 rounded-full pr-3 font-semibold text-link hover:underline"
  >
    <Icon name="left" className="size-4" /> {text}
  </Link>
);

interface SearchFormProps {
  label: string;
  words: string | undefined;
  /** Gets what is to stand in the address: nothing when the field was emptied. */
  onSearch: (search: { q?: string }) => void;
}

/** Searches a list for words that stand in the address. */
export const SearchForm = ({ label, words, onSearch }: SearchFormProps) => {
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { q = '' } = readForm(event.currentTarget);
    onSearch(q === '' ? {} : { q });
  };
  return (
    <form role="search" onSubmit={search} className="mb-5 max-w-md">
      <input
        type="search"
        name="q"
        key={words}
        defaultValue={words}
        maxLength={100}
        aria-label={label}
        placeholder={label}
        className={controlClass}
      />
    </form>
  );
};

interface ConflictProps {
  differences: readonly Difference[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Two people have edited the same: shows where they differ and lets this one choose. */
export const Conflict = ({ differences, onKeepMine, onTakeTheirs }: ConflictProps) => (
  <Notice tone="alarm">
    <p>{operatorTexts.conflict.title}</p>
    <p className="font-normal">{operatorTexts.conflict.text}</p>
    <div className="my-3 overflow-x-auto rounded-xl bg-sheet text-ink">
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line max-sm:grid max-sm:grid-cols-2">
            {[operatorTexts.conflict.field, operatorTexts.conflict.mine, operatorTexts.conflict.theirs].map((head) => (
              <th key={head} scope="col" className="px-3 py-2 max-sm:first:sr-only">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ label, mine, theirs }) => (
            <tr key={label} className="border-b border-line align-top last:border-0 max-sm:grid max-sm:grid-cols-2">
              <th scope="row" className="px-3 py-2 font-semibold max-sm:col-span-2 max-sm:pb-0">
                {label}
              </th>
              <td className="px-3 py-2 font-normal">{mine}</td>
              <td className="px-3 py-2 font-normal">{theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <div className="flex flex-wrap gap-3">
      <Button look="quiet" onClick={onTakeTheirs}>
        {operatorTexts.conflict.takeTheirs}
      </Button>
      <Button look="danger" onClick={onKeepMine}>
        {operatorTexts.conflict.keepMine}
      </Button>
    </div>
  </Notice>
);
