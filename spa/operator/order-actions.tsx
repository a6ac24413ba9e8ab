/** What an operator does with an order: ship it, or cancel it with a reason that the buyer reads. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { anyOrderQuery, cancelAnyOrder, shipOrder } from '../api/operate.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import type { Order } from '../api/types.ts';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { readForm } from '../ui/form.ts';
import { toast } from '../ui/toast.tsx';

const useTell = (order: Order, tell: (reason?: string) => Promise<unknown>, told: string) =>
  useMutation({
    mutationFn: tell,
    onSuccess: () => toast({ text: told }),
    onError: (error) => toast({ text: problemText(error), tone: 'alarm' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: anyOrderQuery(order.id).queryKey }),
  });

const Ship = ({ order }: { order: Order }) => {
  const { mutate, isPending, isSuccess } = useTell(order, () => shipOrder(order.id), operatorTexts.order.shipped);
  return (
    <Button icon="truck" busy={isPending || isSuccess} onClick={() => mutate(undefined)}>
      {operatorTexts.order.ship}
    </Button>
  );
};

const Cancel = ({ order }: { order: Order }) => {
  const [isAsking, setIsAsking] = useState(false);
  const cancel = (reason?: string) => cancelAnyOrder(order.id, reason);
  const { mutateAsync, isPending } = useTell(order, cancel, operatorTexts.order.cancelled);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { reason = '' } = readForm(event.currentTarget);
    const close = () => setIsAsking(false);
    if (!isPending) void mutateAsync(reason === '' ? undefined : reason).then(close, close);
  };
  return (
    <>
      <Button look="danger" icon="close" onClick={() => setIsAsking(true)}>
        {operatorTexts.order.cancel}
      </Button>
      <Dialog open={isAsking} title={operatorTexts.order.cancelTitle} onClose={() => setIsAsking(false)}>
        <form onSubmit={submit} noValidate className="space-y-5">
          <p className="text-soft">{operatorTexts.order.cancelText}</p>
          <TextField name="reason" label={operatorTexts.order.reason} maxLength={300} optional />
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="quiet" onClick={() => setIsAsking(false)}>
              {texts.orders.keep}
            </Button>
            <Button type="submit" look="danger" busy={isPending}>
              {operatorTexts.order.cancel}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
};

export const OrderActions = ({ order }: { order: Order }) => (
  <div className="flex flex-wrap gap-3">
    {order.status === 'Paid' && <Ship order={order} />}
    {order.cancellable && <Cancel order={order} />}
  </div>
);
