/** How many there are of an item: limits, and deliveries that come in. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { restock, setStockLimits, stockQuery } from '../api/operate.ts';
import { fieldMessages } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import type { ItemStock } from '../api/types.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { focusFirstInvalid, readForm } from '../ui/form.ts';
import { ErrorState, FormProblem, Loading, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { Panel } from './parts.tsx';
import { useCommandKey } from './use-command-key.ts';

const texts = operatorTexts.item;

const wholeIn = (typed = ''): number | undefined => (/^\d{1,7}$/.test(typed) ? Number(typed) : undefined);

const keep = (stock: ItemStock): void => {
  queryClient.setQueryData(stockQuery(stock.itemId).queryKey, stock);
  for (const queryKey of [['items'], ['item', stock.itemId]]) void queryClient.invalidateQueries({ queryKey });
};

const Figures = ({ stock }: { stock: ItemStock }) => (
  <dl className="mb-5 grid grid-cols-2 gap-3 text-center">
    {[
      [texts.available, stock.availableStock],
      [texts.reserved, stock.reserved ?? 0],
    ].map(([label, value]) => (
      <div key={label} className="rounded-2xl bg-sand px-2 py-3">
        <dd className="text-2xl font-semibold tabular-nums">{value}</dd>
        <dt className="text-sm text-soft">{label}</dt>
      </div>
    ))}
  </dl>
);

const Delivery = ({ itemId }: { itemId: string }) => {
  const [isWrong, setIsWrong] = useState(false);
  const keyOf = useCommandKey();
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ quantity, at }: { quantity: number; at: number }) =>
      restock(itemId, quantity, keyOf({ quantity, at })),
    onSuccess: (stock) => {
      keep(stock);
      toast({ text: texts.restocked(stock.added) });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const quantity = wholeIn(readForm(event.currentTarget).quantity);
    setIsWrong(!quantity);
    if (!quantity) return focusFirstInvalid(event.currentTarget);
    if (isPending) return;
    mutate({ quantity, at: Date.now() });
    event.currentTarget.reset();
  };
  return (
    <form onSubmit={submit} noValidate className="flex items-start gap-3">
      <TextField
        name="quantity"
        label={texts.delivery}
        inputMode="numeric"
        error={isWrong ? texts.wholeNumber : undefined}
        className="min-w-0 flex-1"
      />
      <Button type="submit" look="quiet" icon="plus" busy={isPending} className="mt-[1.65rem]">
        {texts.restock}
      </Button>
      <FormProblem error={error} />
    </form>
  );
};

const Limits = ({ stock }: { stock: ItemStock }) => {
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const { mutate, isPending, error } = useMutation({
    mutationFn: (limits: { restockThreshold: number; maxStock: number }) => setStockLimits(stock.itemId, limits),
    onSuccess: (saved) => {
      keep(saved);
      toast({ text: texts.limitsSaved });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = readForm(event.currentTarget);
    const restockThreshold = wholeIn(fields.restockThreshold);
    const maxStock = wholeIn(fields.maxStock);
    setWrong({
      ...(restockThreshold === undefined && { restockThreshold: texts.wholeNumber }),
      ...(maxStock === undefined && { maxStock: texts.wholeNumber }),
    });
    if (restockThreshold === undefined || maxStock === undefined) return focusFirstInvalid(event.currentTarget);
    if (!isPending) mutate({ restockThreshold, maxStock });
  };
  const errors = { ...fieldMessages(error), ...wrong };
  return (
    <form onSubmit={submit} noValidate className="mt-6 space-y-3 border-t border-line pt-5">
      <div className="grid grid-cols-2 gap-3">
        <TextField
          name="restockThreshold"
          label={texts.threshold}
          inputMode="numeric"
          defaultValue={stock.restockThreshold}
          error={errors.restockThreshold}
        />
        <TextField
          name="maxStock"
          label={texts.max}
          inputMode="numeric"
          defaultValue={stock.maxStock}
          error={errors.maxStock}
        />
      </div>
      <Button type="submit" look="quiet" busy={isPending}>
        {texts.limitsSave}
      </Button>
      {Object.keys(errors).length === 0 && <FormProblem error={error} />}
    </form>
  );
};

export const StockPanel = ({ itemId }: { itemId: string }) => {
  const stock = useQuery(stockQuery(itemId));
  return (
    <Panel title={texts.stock}>
      {stock.isPending && (
        <Loading>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {stock.isError && <ErrorState error={stock.error} onRetry={() => void stock.refetch()} />}
      {stock.data && (
        <>
          <Figures stock={stock.data} />
          <Delivery itemId={itemId} />
          <Limits stock={stock.data} />
        </>
      )}
    </Panel>
  );
};
