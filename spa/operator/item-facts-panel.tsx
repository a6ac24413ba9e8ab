/** Edits the facts of an item; when somebody else was faster, shows both and lets this operator choose. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { startQuery } from '../api/catalog.ts';
import { changeItem, editedItemQuery } from '../api/operate.ts';
import { isProblem } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import type { Item, ItemFacts, Named } from '../api/types.ts';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { focusFirstInvalid } from '../ui/form.ts';
import { FormProblem } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { answeredErrors } from './answered-errors.ts';
import { itemChanged } from './item-changed.ts';
import { ItemFields } from './item-fields.tsx';
import { fieldOfFact, formOf, type ItemForm, type ItemFormErrors, itemDifferences, readItemForm } from './item-form.ts';
import { Conflict, Panel } from './parts.tsx';

interface Saving {
  facts: ItemFacts;
  /** The version that the change is based on. */
  version: number;
}

const nameIn =
  (names: readonly Named[] = []) =>
  (id: string): string =>
    names.find((named) => named.id === id)?.name ?? id;

const isSame = (one: ItemForm, other: ItemForm): boolean => JSON.stringify(one) === JSON.stringify(other);

export const ItemFactsPanel = ({ item }: { item: Item }) => {
  const { data: start } = useQuery(startQuery);
  // What was read when the editing began: a version that arrives meanwhile must not slip in under the changes.
  const [base, setBase] = useState(item);
  const [form, setForm] = useState(() => formOf(item));
  const [wrong, setWrong] = useState<ItemFormErrors>({});
  const [conflict, setConflict] = useState<{ mine: ItemFacts; theirs: Item }>();

  // A newer version is taken over when nothing is lost by it: nothing was typed yet, or only picture and stock have changed.
  const isUntouched = isSame(form, formOf(base));
  if (item.version > base.version && (isUntouched || isSame(formOf(item), formOf(base)))) {
    setBase(item);
    if (isUntouched) setForm(formOf(item));
  }

  const takeOver = (saved: Item): void => {
    setBase(saved);
    setForm(formOf(saved));
    setConflict(undefined);
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ facts, version }: Saving) => changeItem(item.id, facts, version),
    onSuccess: (saved) => {
      takeOver(saved);
      itemChanged(saved);
      toast({ text: operatorTexts.item.saved });
    },
    onError: async (problem, { facts }) => {
      if (!isProblem(problem, 'item-changed')) return;
      setConflict({ mine: facts, theirs: await queryClient.fetchQuery(editedItemQuery(item.id)) });
    },
  });

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const read = readItemForm(form, base.currency);
    setWrong('errors' in read ? read.errors : {});
    if ('errors' in read) focusFirstInvalid(event.currentTarget);
    else if (!isPending) mutate({ facts: read.facts, version: base.version });
  };

  const answered = answeredErrors(error, fieldOfFact);
  return (
    <Panel title={operatorTexts.item.facts}>
      <form onSubmit={submit} noValidate className="space-y-5">
        <ItemFields
          form={form}
          errors={{ ...answered, ...wrong }}
          currency={base.currency}
          onChange={(change) => setForm((typed) => ({ ...typed, ...change }))}
        />
        {conflict ? (
          <Conflict
            differences={itemDifferences(conflict.mine, conflict.theirs, {
              brand: nameIn(start?.brands),
              type: nameIn(start?.types),
            })}
            onKeepMine={() => mutate({ facts: conflict.mine, version: conflict.theirs.version })}
            onTakeTheirs={() => takeOver(conflict.theirs)}
          />
        ) : (
          <>
            {Object.keys(answered).length === 0 && <FormProblem error={error} />}
            <Button type="submit" busy={isPending}>
              {texts.common.save}
            </Button>
          </>
        )}
      </form>
    </Panel>
  );
};
