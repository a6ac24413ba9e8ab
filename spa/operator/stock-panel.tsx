/** How many there are of an item: limits, and deliveries that come in. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { restock, setStockLimits, stockQuery } from '../api/operate.ts';
import { queryClient } from '../api/queries.ts';
import type { ItemStock, StockLimits } from '../api/types.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { focusFirstInvalid, readForm } from '../ui/form.ts';
import { ErrorState, FormProblem, Loading, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { answeredErrors } from './answered-errors.ts';
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

type LimitErrors = Partial<Record<keyof StockLimits, string>>;

const limitFields = { restockThreshold: 'restockThreshold', maxStock: 'maxStock' } as const;

/** What is wrong with two numbers, of which one that could not be read is NaN. */
const limitsWrong = (restockThreshold: number, maxStock: number): LimitErrors => ({
  ...(Number.isNaN(restockThreshold) && { restockThreshold: texts.wholeNumber }),
  ...(Number.isNaN(maxStock) && { maxStock: texts.wholeNumber }),
  ...(restockThreshold >= maxStock && { restockThreshold: texts.thresholdTooHigh }),
});

const Limits = ({ stock }: { stock: ItemStock }) => {
  const [wrong, setWrong] = useState<LimitErrors>({});
  const { mutate, isPending, error } = useMutation({
    mutationFn: (limits: StockLimits) => setStockLimits(stock.itemId, limits),
    onSuccess: (saved) => {
      keep(saved);
      toast({ text: texts.limitsSaved });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = readForm(event.currentTarget);
    const restockThreshold = wholeIn(fields.restockThreshold) ?? Number.NaN;
    const maxStock = wholeIn(fields.maxStock) ?? Number.NaN;
    const found = limitsWrong(restockThreshold, maxStock);
    setWrong(found);
    if (Object.keys(found).length > 0) focusFirstInvalid(event.currentTarget);
    else if (!isPending) mutate({ restockThreshold, maxStock });
  };
  const errors: LimitErrors = { ...answeredErrors(error, limitFields), ...wrong };
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
