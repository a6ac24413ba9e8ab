/** Saved cards: add and remove. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { cardsQuery, removeCard } from '../api/orders.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import type { Card } from '../api/types.ts';
import { CardFields } from '../checkout/card-fields.tsx';
import { CardView } from '../checkout/card-view.tsx';
import { useAddCard } from '../checkout/use-add-card.ts';
import type { User } from '../session/stored-user.ts';
import { texts } from '../texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Confirm, Dialog } from '../ui/dialog.tsx';
import { focusFirstInvalid } from '../ui/form.ts';
import { SaveOrCancel } from '../ui/save-or-cancel.tsx';
import { ErrorState, FormProblem, Loading, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';

const Adding = ({ user, onDone }: { user: User; onDone: () => void }) => {
  const { save, isSaving, errors, problem } = useAddCard(user.id);
  const submit = async (form: HTMLFormElement): Promise<void> => {
    if (!(await save(form))) return focusFirstInvalid(form);
    toast({ text: texts.card.saved });
    onDone();
  };
  return (
    <form
      noValidate
      className="space-y-5"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (!isSaving) void submit(event.currentTarget);
      }}
    >
      <CardFields errors={errors} />
      <p className="text-sm text-soft">{texts.card.safe}</p>
      <FormProblem error={problem} />
      <SaveOrCancel isSaving={isSaving} onCancel={onDone} />
    </form>
  );
};

const Saved = ({ card, userId }: { card: Card; userId: string }) => {
  const [isAsking, setIsAsking] = useState(false);
  const name = texts.card.ending(card.brand, card.last4);
  const { mutate, isPending } = useMutation({
    mutationFn: () => removeCard(card.token),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: cardsQuery(userId).queryKey });
      toast({ text: texts.card.removed });
    },
    onError: (error) => toast({ text: problemText(error), tone: 'alarm' }),
    onSettled: () => setIsAsking(false),
  });
  return (
    <li className="flex items-center justify-between gap-3 rounded-2xl border border-line bg-sheet py-3 pr-2 pl-4">
      <CardView card={card} />
      <IconButton icon="bin" label={`${texts.common.remove}: ${name}`} onClick={() => setIsAsking(true)} />
      <Confirm
        open={isAsking}
        title={texts.card.removeTitle}
        text={texts.card.removeText(name)}
        action={texts.card.remove}
        busy={isPending}
        onConfirm={() => mutate()}
        onClose={() => setIsAsking(false)}
      />
    </li>
  );
};

export const Cards = ({ user }: { user: User }) => {
  const cards = useQuery(cardsQuery(user.id));
  const [isAdding, setIsAdding] = useState(false);
  const place = useKeptFocus<HTMLDivElement>(cards.data?.cards.length);
  if (cards.isPending)
    return (
      <Loading>
        <Skeleton className="h-20" />
      </Loading>
    );
  if (cards.isError) return <ErrorState error={cards.error} onRetry={() => void cards.refetch()} />;
  return (
    <div ref={place}>
      {cards.data.cards.length === 0 && <p className="text-soft">{texts.profile.noCards}</p>}
      <ul className="grid gap-3 sm:grid-cols-2">
        {cards.data.cards.map((card) => (
          <Saved key={card.token} card={card} userId={user.id} />
        ))}
      </ul>
      <Button look="quiet" icon="plus" className="mt-4" onClick={() => setIsAdding(true)}>
        {texts.card.add}
      </Button>
      <Dialog open={isAdding} title={texts.card.add} onClose={() => setIsAdding(false)}>
        <Adding user={user} onDone={() => setIsAdding(false)} />
      </Dialog>
    </div>
  );
};
