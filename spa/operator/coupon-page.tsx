/** One coupon: a new one, or one whose terms are changed while others may change them too. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { startQuery } from '../api/catalog.ts';
import { changeCoupon, couponQuery, createCoupon } from '../api/operate.ts';
import { isProblem } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import type { Coupon } from '../api/types.ts';
import { LostPage } from '../shell/lost-page.tsx';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button } from '../ui/button.tsx';
import { focusFirstInvalid } from '../ui/form.ts';
import { ErrorState, FormProblem, Loading, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { answeredErrors } from './answered-errors.ts';
import { couponDifferences } from './coupon-differences.ts';
import { CouponFields } from './coupon-fields.tsx';
import {
  type CouponForm,
  type CouponFormErrors,
  couponFormOf,
  emptyCoupon,
  fieldOfTerm,
  type NewCoupon,
  readCouponForm,
} from './coupon-form.ts';
import { BackLink, Conflict, Panel } from './parts.tsx';
import { useCommandKey } from './use-command-key.ts';

const route = getRouteApi('/operate/coupons/$code');
const back = <BackLink to="/operate/coupons" text={operatorTexts.coupons} />;

interface EditorProps {
  initial: CouponForm;
  currency: string;
  isNew: boolean;
  onSave: (coupon: NewCoupon) => void;
  isSaving: boolean;
  error: unknown;
}

const Editor = ({ initial, currency, isNew, onSave, isSaving, error }: EditorProps) => {
  const [form, setForm] = useState(initial);
  const [wrong, setWrong] = useState<CouponFormErrors>({});
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const read = readCouponForm(form, currency);
    setWrong('errors' in read ? read.errors : {});
    if ('errors' in read) focusFirstInvalid(event.currentTarget);
    else if (!isSaving) onSave(read.coupon);
  };
  const answered = answeredErrors(error, fieldOfTerm);
  const errors = { ...answered, ...wrong };
  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      <CouponFields
        {...{ form, errors, currency, isNew }}
        onChange={(change) => setForm((typed) => ({ ...typed, ...change }))}
      />
      {Object.keys(answered).length === 0 && <FormProblem error={error} />}
      <Button type="submit" busy={isSaving}>
        {texts.common.save}
      </Button>
    </form>
  );
};

/** Goes back to the list, which then shows what was saved. */
const useSaved = () => {
  const navigate = useNavigate();
  return async (coupon: Coupon): Promise<void> => {
    toast({ text: operatorTexts.coupon.saved });
    queryClient.setQueryData(couponQuery(coupon.code).queryKey, coupon);
    await queryClient.invalidateQueries({ queryKey: ['operate', 'coupons'] });
    await navigate({ to: '/operate/coupons' });
  };
};

export const NewCouponPage = () => {
  const { data: start } = useQuery(startQuery);
  const onSuccess = useSaved();
  const keyOf = useCommandKey();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (coupon: NewCoupon) => createCoupon(coupon, keyOf(coupon)),
    onSuccess,
  });
  return (
    <Page title={operatorTexts.coupon.new} above={back} className="max-w-3xl">
      <Panel title={operatorTexts.coupon.terms}>
        <Editor
          initial={emptyCoupon}
          currency={start?.currency ?? 'USD'}
          isNew
          onSave={mutate}
          isSaving={isPending}
          error={error}
        />
      </Panel>
    </Page>
  );
};

const Terms = ({ coupon }: { coupon: Coupon }) => {
  // What was read when the editing began.
  const [base, setBase] = useState(coupon);
  const [conflict, setConflict] = useState<{ mine: NewCoupon; theirs: Coupon }>();
  const onSuccess = useSaved();
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ saved: { code, ...terms }, version }: { saved: NewCoupon; version: number }) =>
      changeCoupon(code, terms, version),
    onSuccess,
    onError: async (problem, { saved }) => {
      if (!isProblem(problem, 'coupon-changed')) return;
      setConflict({ mine: saved, theirs: await queryClient.fetchQuery(couponQuery(coupon.code)) });
    },
  });
  if (conflict)
    return (
      <Conflict
        differences={couponDifferences(conflict.mine, conflict.theirs)}
        onKeepMine={() => mutate({ saved: conflict.mine, version: conflict.theirs.version })}
        onTakeTheirs={() => {
          setBase(conflict.theirs);
          setConflict(undefined);
        }}
      />
    );
  return (
    <Editor
      key={base.version}
      initial={couponFormOf(base)}
      currency={base.currency}
      isNew={false}
      onSave={(saved) => mutate({ saved, version: base.version })}
      isSaving={isPending}
      error={isProblem(error, 'coupon-changed') ? undefined : error}
    />
  );
};

export const CouponPage = () => {
  const { code } = route.useParams();
  const { data: coupon, error, refetch } = useQuery(couponQuery(code));
  if (isProblem(error) && [400, 404].includes(error.status)) return <LostPage />;
  return (
    <Page title={code} above={back} className="max-w-3xl">
      {coupon && (
        <Panel title={operatorTexts.coupon.terms}>
          <Terms coupon={coupon} />
        </Panel>
      )}
      {!coupon && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!coupon && !error && (
        <Loading>
          <Skeleton className="h-80 rounded-3xl" />
        </Loading>
      )}
    </Page>
  );
};
