/** Saved addresses: add, edit, remove. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { buyerQuery, removeAddress, saveAddress } from '../api/orders.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import type { Address, SavedAddress } from '../api/types.ts';
import { type AddressErrors, readAddress } from '../checkout/address.ts';
import { AddressFields } from '../checkout/address-fields.tsx';
import { AddressView } from '../checkout/address-view.tsx';
import type { User } from '../session/stored-user.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { focusFirstInvalid, readForm } from '../ui/form.ts';
import { SaveOrCancel } from '../ui/save-or-cancel.tsx';
import { ErrorState, FormProblem, Loading, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';

/** An address in the form: a saved one, or a new one under an id of its own. */
interface Edited {
  id: string;
  address?: Address;
}

const Editor = ({ edited, onDone, reread }: { edited: Edited; onDone: () => void; reread: () => Promise<void> }) => {
  const [errors, setErrors] = useState<AddressErrors>({});
  const { mutate, isPending, error } = useMutation({
    mutationFn: saveAddress,
    onSuccess: async () => {
      await reread();
      toast({ text: texts.address.saved });
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const read = readAddress(readForm(event.currentTarget));
    setErrors('errors' in read ? read.errors : {});
    if ('errors' in read) focusFirstInvalid(event.currentTarget);
    else if (!isPending) mutate({ id: edited.id, address: read.address });
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      <AddressFields address={edited.address} errors={errors} />
      <FormProblem error={error} />
      <SaveOrCancel isSaving={isPending} onCancel={onDone} />
    </form>
  );
};

interface SavedProps {
  saved: SavedAddress;
  onEdit: () => void;
  reread: () => Promise<void>;
}

const Saved = ({ saved, onEdit, reread }: SavedProps) => {
  const fail = (error: unknown): void => toast({ text: problemText(error), tone: 'alarm' });
  const restore = () => void saveAddress(saved).then(reread).catch(fail);
  const { mutate, isPending } = useMutation({
    mutationFn: () => removeAddress(saved.id),
    onSuccess: async () => {
      await reread();
      toast({ text: texts.address.removed, action: { label: texts.common.undo, run: restore } });
    },
    onError: fail,
  });
  return (
    <li className="rounded-2xl border border-line bg-sheet p-4">
      <AddressView address={saved.address} />
      <div className="mt-2 flex gap-4 text-sm">
        <Button look="bare" onClick={onEdit}>
          {texts.common.edit} <span className="sr-only">{saved.address.street}</span>
        </Button>
        <Button look="bare" busy={isPending} onClick={() => mutate()}>
          {texts.common.remove} <span className="sr-only">{saved.address.street}</span>
        </Button>
      </div>
    </li>
  );
};

export const Addresses = ({ user }: { user: User }) => {
  const { queryKey } = buyerQuery(user.id);
  const buyer = useQuery(buyerQuery(user.id));
  const [edited, setEdited] = useState<Edited>();
  const reread = () => queryClient.invalidateQueries({ queryKey });
  const place = useKeptFocus<HTMLDivElement>(buyer.data?.addresses.length);
  if (buyer.isPending)
    return (
      <Loading>
        <Skeleton className="h-32" />
      </Loading>
    );
  if (buyer.isError) return <ErrorState error={buyer.error} onRetry={() => void buyer.refetch()} />;
  const { addresses } = buyer.data;
  return (
    <div ref={place}>
      {addresses.length === 0 && <p className="text-soft">{texts.profile.noAddresses}</p>}
      <ul className="grid gap-3 sm:grid-cols-2">
        {addresses.map((saved) => (
          <Saved key={saved.id} saved={saved} onEdit={() => setEdited(saved)} reread={reread} />
        ))}
      </ul>
      <Button look="quiet" icon="plus" className="mt-4" onClick={() => setEdited({ id: crypto.randomUUID() })}>
        {texts.address.add}
      </Button>
      <Dialog
        open={edited !== undefined}
        title={edited?.address ? texts.common.edit : texts.address.add}
        onClose={() => setEdited(undefined)}
      >
        {edited && <Editor edited={edited} onDone={() => setEdited(undefined)} reread={reread} />}
      </Dialog>
    </div>
  );
};
