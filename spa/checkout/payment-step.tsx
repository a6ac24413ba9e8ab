/** Second step: what pays; a saved card or another one. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { cardsQuery } from '../api/orders.ts';
import type { Card } from '../api/types.ts';
import type { User } from '../session/stored-user.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { focusFirstInvalid } from '../ui/form.ts';
import { Icon } from '../ui/icons.tsx';
import { FormProblem, Loading, Skeleton } from '../ui/states.tsx';
import { CardFields } from './card-fields.tsx';
import { CardView, isUsable } from './card-view.tsx';
import { anotherOne, SavedOrAnother } from './saved-or-another.tsx';
import { useAddCard } from './use-add-card.ts';

interface StepProps {
  user: User;
  chosen: Card | undefined;
  /** Why the card of an earlier order did not pay. */
  problem: string | undefined;
  onDone: (card: Card) => void;
}

const Form = ({ user, chosen, problem: earlier, onDone, saved }: StepProps & { saved: readonly Card[] }) => {
  const [choice, setChoice] = useState(
    chosen?.token ?? (earlier === undefined ? saved[0]?.token : undefined) ?? anotherOne,
  );
  const [isTried, setIsTried] = useState(false);
  const { save, isSaving, errors, problem } = useAddCard(user.id);

  const submit = async (form: HTMLFormElement): Promise<void> => {
    setIsTried(true);
    const card = saved.find(({ token }) => token === choice) ?? (await save(form));
    if (card) onDone(card);
    else focusFirstInvalid(form);
  };

  return (
    <form
      noValidate
      className="space-y-6"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (!isSaving) void submit(event.currentTarget);
      }}
    >
      <SavedOrAnother
        legend={texts.checkout.paymentTitle}
        saved={saved.map((card) => ({ id: card.token, view: <CardView card={card} /> }))}
        another={texts.card.another}
        choice={choice}
        onChoose={setChoice}
      />
      {choice === anotherOne && (
        <>
          <CardFields errors={earlier === undefined || isTried ? errors : { number: earlier }} />
          <p className="flex items-start gap-2 text-sm text-soft">
            <Icon name="lock" className="mt-0.5 size-4 shrink-0" />
            {texts.card.safe}
          </p>
        </>
      )}
      <FormProblem error={problem} />
      <Button type="submit" busy={isSaving}>
        {texts.checkout.toReview}
      </Button>
    </form>
  );
};

/** Saved cards that can still be charged, and the one chosen before, if that is not among them. */
const offered = (saved: readonly Card[], chosen: Card | undefined): Card[] => {
  const usable = saved.filter(isUsable);
  return chosen && usable.every(({ token }) => token !== chosen.token) ? [...usable, chosen] : usable;
};

export const PaymentStep = (props: StepProps) => {
  const cards = useQuery(cardsQuery(props.user.id));
  if (cards.isPending)
    return (
      <Loading>
        <Skeleton className="h-40" />
      </Loading>
    );
  return <Form {...props} saved={offered(cards.data?.cards ?? [], props.chosen)} />;
};
