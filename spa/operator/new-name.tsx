/** Adds a brand or a kind of item without leaving the form that needs it. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { startQuery } from '../api/catalog.ts';
import { createNamed } from '../api/operate.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import type { Named } from '../api/types.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { readForm } from '../ui/form.ts';
import { SaveOrCancel } from '../ui/save-or-cancel.tsx';
import { answeredErrors } from './answered-errors.ts';
import { useCommandKey } from './use-command-key.ts';

interface NewNameProps {
  kind: 'brands' | 'types';
  onCreated: (named: Named) => void;
}

const titles = { brands: operatorTexts.item.newBrand, types: operatorTexts.item.newType };

export const NewName = ({ kind, onCreated }: NewNameProps) => {
  const [isOpen, setIsOpen] = useState(false);
  const keyOf = useCommandKey();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (name: string) => createNamed(kind, name, keyOf(name)),
    onSuccess: (named) => {
      queryClient.setQueryData(startQuery.queryKey, (start) => start && { ...start, [kind]: [...start[kind], named] });
      onCreated(named);
      setIsOpen(false);
    },
  });
  const close = (): void => {
    setIsOpen(false);
    reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // The form around this one must not take it for its own.
    event.stopPropagation();
    const { name = '' } = readForm(event.currentTarget);
    if (name !== '') mutate(name);
  };
  return (
    <>
      <Button look="bare" className="text-sm" onClick={() => setIsOpen(true)}>
        {titles[kind]}
      </Button>
      <Dialog open={isOpen} title={titles[kind]} onClose={close}>
        <form onSubmit={submit} noValidate className="space-y-5">
          <TextField
            name="name"
            label={operatorTexts.item.name}
            maxLength={50}
            error={error ? (answeredErrors(error, { name: 'name' }).name ?? problemText(error)) : undefined}
          />
          <SaveOrCancel isSaving={isPending} onCancel={close} />
        </form>
      </Dialog>
    </>
  );
};
