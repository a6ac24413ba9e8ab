/** First step: where the order goes; a saved address or another one. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { buyerQuery, saveAddress } from '../api/orders.ts';
import { queryClient } from '../api/queries.ts';
import type { Address, SavedAddress } from '../api/types.ts';
import type { User } from '../session/stored-user.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/field.tsx';
import { focusFirstInvalid, readForm } from '../ui/form.ts';
import { Loading, Skeleton } from '../ui/states.tsx';
import { type AddressErrors, isSameAddress, readAddress } from './address.ts';
import { AddressFields } from './address-fields.tsx';
import { AddressView } from './address-view.tsx';
import { anotherOne, SavedOrAnother } from './saved-or-another.tsx';

interface StepProps {
  user: User;
  chosen: Address | undefined;
  onDone: (address: Address) => void;
}

const initialChoice = (saved: readonly SavedAddress[], chosen: Address | undefined): string => {
  const same = chosen && saved.find(({ address }) => isSameAddress(address, chosen));
  if (same) return same.id;
  return chosen ? anotherOne : (saved[0]?.id ?? anotherOne);
};

/** Saves for the next time; an order does not wait for it. */
const remember = (userId: string, address: Address): void =>
  void saveAddress({ id: crypto.randomUUID(), address })
    .then(() => queryClient.invalidateQueries({ queryKey: buyerQuery(userId).queryKey }))
    .catch(() => undefined);

const Form = ({ user, chosen, onDone, saved }: StepProps & { saved: readonly SavedAddress[] }) => {
  const [choice, setChoice] = useState(() => initialChoice(saved, chosen));
  const [errors, setErrors] = useState<AddressErrors>({});

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const known = saved.find(({ id }) => id === choice);
    if (known) return onDone(known.address);
    const form = event.currentTarget;
    const fields = readForm(form);
    const read = readAddress(fields);
    setErrors('errors' in read ? read.errors : {});
    if ('errors' in read) return focusFirstInvalid(form);
    if (fields.save === 'on' && !saved.some(({ address }) => isSameAddress(address, read.address)))
      remember(user.id, read.address);
    onDone(read.address);
  };

  return (
    <form onSubmit={submit} noValidate className="space-y-6">
      <SavedOrAnother
        legend={texts.checkout.deliveryTitle}
        saved={saved.map(({ id, address }) => ({ id, view: <AddressView address={address} /> }))}
        another={texts.address.another}
        choice={choice}
        onChoose={setChoice}
      />
      {choice === anotherOne && (
        <>
          <AddressFields
            address={chosen ?? { name: user.name, street: '', city: '', postalCode: '', country: '' }}
            errors={errors}
          />
          <Checkbox name="save" label={texts.address.save} defaultChecked />
        </>
      )}
      <Button type="submit">{texts.checkout.toPayment}</Button>
    </form>
  );
};

export const DeliveryStep = (props: StepProps) => {
  const buyer = useQuery(buyerQuery(props.user.id));
  if (buyer.isPending)
    return (
      <Loading>
        <Skeleton className="h-40" />
      </Loading>
    );
  // Without the saved addresses one can still be typed.
  return <Form {...props} saved={buyer.data?.addresses ?? []} />;
};
