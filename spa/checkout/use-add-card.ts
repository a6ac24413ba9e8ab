/** Exchanges a typed card for a token. The number goes to payment and is kept nowhere here. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { addCard, cardsQuery } from '../api/orders.ts';
import { fieldMessages, isProblem } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import type { Card } from '../api/types.ts';
import { texts } from '../texts.ts';
import { readForm } from '../ui/form.ts';
import { cardDetails, checkCard, type TypedCard } from './card.ts';
import { type CardErrors, faultTexts } from './card-fields.tsx';

const typedCardIn = (form: HTMLFormElement): TypedCard => {
  const { number = '', holder = '', expiry = '', securityCode = '' } = readForm(form);
  return { number, holder, expiry, securityCode };
};

/** What the shop found wrong, at the fields of the form; in our words, as the shop's are for programs. */
const shopsErrors = (error: unknown): CardErrors => {
  const known = isProblem(error) ? texts.errors.byCode[error.code] : undefined;
  const fields = Object.keys(fieldMessages(error)).map((field) => field.split('.')[0] ?? field);
  return Object.fromEntries(fields.map((field) => [field, known ?? texts.card.faults.wrong]));
};

export const useAddCard = (userId: string) => {
  const [faults, setFaults] = useState<CardErrors>({});
  const command = useRef({ key: '', of: '' });
  const { mutateAsync, isPending, error } = useMutation({
    mutationFn: ({ card, key }: { card: TypedCard; key: string }) => addCard(cardDetails(card), key),
    onSuccess: (added) =>
      queryClient.setQueryData(cardsQuery(userId).queryKey, (known) => ({
        cards: [...(known?.cards ?? []).filter(({ token }) => token !== added.token), added],
      })),
  });

  /** The same card sent again is the same command. */
  const keyOf = (card: TypedCard): string => {
    const of = JSON.stringify(card);
    if (command.current.of !== of) command.current = { key: crypto.randomUUID(), of };
    return command.current.key;
  };

  /** The saved card; undefined when something is wrong with it, which then stands at the fields. */
  const save = async (form: HTMLFormElement): Promise<Card | undefined> => {
    const card = typedCardIn(form);
    const wrong = faultTexts(checkCard(card, new Date()));
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) return undefined;
    return mutateAsync({ card, key: keyOf(card) }).catch(() => undefined);
  };

  const errors = { ...shopsErrors(error), ...faults };
  return { save, isSaving: isPending, errors, problem: Object.keys(errors).length > 0 ? undefined : error };
};
