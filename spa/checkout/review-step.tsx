/** Last step: everything once more, and the button that places the order. */
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { basketQuery, checkOut, showBasket } from '../api/basket.ts';
import { isProblem } from '../api/problem.ts';
import { queryClient } from '../api/queries.ts';
import type { Address, Basket, Card } from '../api/types.ts';
import { tellOtherTabs } from '../basket/across-tabs.ts';
import { isOrderable } from '../basket/view.ts';
import { money } from '../format.ts';
import { expectNews } from '../live/use-order-stream.ts';
import { texts } from '../texts.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { FormProblem, Notice } from '../ui/states.tsx';
import { AddressView } from './address-view.tsx';
import { CardView } from './card-view.tsx';
import type { Draft } from './draft.ts';
import type { Step } from './steps.ts';
import type { CouponState } from './use-coupon.ts';
import { forgetDraft } from './use-draft.ts';

/** What an order is made of, all decided. */
interface Decided {
  draft: Draft;
  address: Address;
  card: Card;
  basket: Basket;
  currency: string;
  coupon: CouponState;
}

const mutationKey = ['place-order'];

/** Places the order, once however often it is clicked, and goes on to it. */
const usePlaceOrder = ({ draft, address, card, basket, coupon }: Decided) => {
  const navigate = useNavigate();
  const { queryKey } = basketQuery(draft.userId);
  const placing = useMutation({
    mutationKey,
    mutationFn: () =>
      checkOut(
        {
          address,
          cardToken: card.token,
          expectedTotalMinor: basket.subtotalMinor,
          ...(coupon.quote && { couponCode: coupon.quote.code }),
        },
        draft.orderKey,
      ),
    onSuccess: async ({ orderId }) => {
      expectNews();
      await navigate({ to: '/orders/$orderId', params: { orderId }, search: { placed: true }, replace: true });
      forgetDraft();
      showBasket(draft.userId, { lines: [], subtotalMinor: 0, currency: null });
      tellOtherTabs();
    },
    onError: (error) => {
      if (isProblem(error) && error.status === 409) void queryClient.invalidateQueries({ queryKey });
    },
  });
  // The second click of a double click comes before the button can show that it is busy.
  const place = (): void => {
    if (queryClient.isMutating({ mutationKey }) === 0) placing.mutate();
  };
  return { place, isPending: placing.isPending, error: placing.error };
};

const Fact = ({ title, step, children }: { title: string; step: Step; children: ReactNode }) => (
  <section className="rounded-3xl border border-line bg-sheet p-5">
    <div className="mb-2 flex items-baseline justify-between gap-3">
      <h3 className="font-semibold text-soft">{title}</h3>
      <Link to="/checkout" search={{ step }} className={buttonClass('bare', 'text-sm')}>
        {texts.checkout.change} <span className="sr-only">{title}</span>
      </Link>
    </div>
    {children}
  </section>
);

export const ReviewStep = (decided: Decided) => {
  const { address, card, basket, currency, coupon } = decided;
  const { place, isPending, error } = usePlaceOrder(decided);
  const total = money(coupon.quote?.totalMinor ?? basket.subtotalMinor, currency);
  return (
    <div className="space-y-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <Fact title={texts.checkout.deliverTo} step="delivery">
          <AddressView address={address} />
        </Fact>
        <Fact title={texts.checkout.payWith} step="payment">
          <CardView card={card} />
        </Fact>
      </div>
      {!isOrderable(basket) && (
        <Notice tone="alarm">
          {texts.checkout.goneNotice}{' '}
          <Link to="/basket" className="underline">
            {texts.checkout.toBasket}
          </Link>
        </Notice>
      )}
      <FormProblem error={error} />
      <Button
        busy={isPending}
        disabled={!isOrderable(basket) || coupon.isAsking}
        className="min-h-14 px-8 text-lg max-sm:w-full"
        onClick={place}
      >
        {isPending ? texts.checkout.placing : texts.checkout.place(total)}
      </Button>
    </div>
  );
};
