/** Puts a new item on the shelf: its facts first, picture and stock once it exists. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { startQuery } from '../api/catalog.ts';
import { createItem } from '../api/operate.ts';
import { queryClient } from '../api/queries.ts';
import type { ItemFacts } from '../api/types.ts';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { focusFirstInvalid } from '../ui/form.ts';
import { FormProblem } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { answeredErrors } from './answered-errors.ts';
import { ItemFields } from './item-fields.tsx';
import { emptyForm, fieldOfFact, type ItemFormErrors, readItemForm } from './item-form.ts';
import { BackLink, Panel } from './parts.tsx';
import { useCommandKey } from './use-command-key.ts';

export const NewItemPage = () => {
  const navigate = useNavigate();
  const { data: start } = useQuery(startQuery);
  const currency = start?.currency ?? 'USD';
  const [form, setForm] = useState(emptyForm);
  const [wrong, setWrong] = useState<ItemFormErrors>({});
  const keyOf = useCommandKey();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (facts: ItemFacts) => createItem(facts, keyOf(facts)),
    onSuccess: async ({ id }) => {
      toast({ text: operatorTexts.item.created });
      await queryClient.invalidateQueries({ queryKey: ['items'] });
      await navigate({ to: '/operate/items/$itemId', params: { itemId: id }, replace: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const read = readItemForm(form, currency);
    setWrong('errors' in read ? read.errors : {});
    if ('errors' in read) focusFirstInvalid(event.currentTarget);
    else if (!isPending) mutate(read.facts);
  };
  const answered = answeredErrors(error, fieldOfFact);
  return (
    <Page
      title={operatorTexts.item.new}
      className="max-w-3xl"
      above={<BackLink to="/operate/items" text={operatorTexts.items} />}
    >
      <Panel title={operatorTexts.item.facts}>
        <form onSubmit={submit} noValidate className="space-y-5">
          <ItemFields
            form={form}
            errors={{ ...answered, ...wrong }}
            currency={currency}
            onChange={(change) => setForm((typed) => ({ ...typed, ...change }))}
          />
          {Object.keys(answered).length === 0 && <FormProblem error={error} />}
          <Button type="submit" busy={isPending}>
            {texts.common.save}
          </Button>
        </form>
      </Panel>
    </Page>
  );
};
