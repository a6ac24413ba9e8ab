/** The checkout: delivery, payment and review, one step at a time, each with an address of its own. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { startQuery } from '../api/catalog.ts';
import type { Basket } from '../api/types.ts';
import { useBasket } from '../basket/use-basket.ts';
import { SignedIn } from '../session/signed-in.tsx';
import type { User } from '../session/stored-user.ts';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { cx } from '../ui/classes.ts';
import { Icon } from '../ui/icons.tsx';
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { DeliveryStep } from './delivery-step.tsx';
import { type Draft, stepFor } from './draft.ts';
import { PaymentStep } from './payment-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { type Step, steps } from './steps.ts';
import { Summary } from './summary.tsx';
import { useCoupon } from './use-coupon.ts';
import { useDraft } from './use-draft.ts';

const route = getRouteApi('/checkout');

const StepMark = ({ number, isDone }: { number: number; isDone: boolean }) => (
  <span
    className={cx(
      'inline-flex size-7 shrink-0 items-center justify-center rounded-full border text-sm font-bold',
      isDone ? 'border-accent bg-accent text-on-accent' : 'border-edge',
    )}
  >
    {isDone ? <Icon name="check" className="size-4" /> : number}
  </span>
);

/** Where one is; the steps before can be gone back to. */
const StepBar = ({ current, draft }: { current: Step; draft: Draft }) => (
  <ol className="mb-8 flex items-center gap-1.5 max-sm:text-sm sm:gap-3">
    {steps.map((step, place) => {
      const isCurrent = step === current;
      const isReachable = stepFor(draft, step) === step;
      const isDone = place < steps.indexOf(current);
      const content = (
        <>
          <StepMark number={place + 1} isDone={isDone} />
          {texts.checkout.steps[step]}
        </>
      );
      const look = cx('flex min-h-11 items-center gap-2 rounded-full pr-2', isCurrent && 'font-bold');
      return (
        <li key={step} aria-current={isCurrent ? 'step' : undefined} className="flex items-center gap-1.5 sm:gap-3">
          {place > 0 && <span className="h-px w-2 bg-edge sm:w-8" aria-hidden="true" />}
          {isReachable && !isCurrent ? (
            <Link to="/checkout" search={{ step }} className={cx(look, 'underline-offset-4 hover:underline')}>
              {content}
            </Link>
          ) : (
            <span className={cx(look, !isCurrent && 'text-soft')}>{content}</span>
          )}
        </li>
      );
    })}
  </ol>
);

const titles: Record<Step, string> = {
  delivery: texts.checkout.deliveryTitle,
  payment: texts.checkout.paymentTitle,
  review: texts.checkout.reviewTitle,
};

const Steps = ({ user, basket, currency }: { user: User; basket: Basket; currency: string }) => {
  const [draft, decide] = useDraft(user.id);
  const { step: asked } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: start } = useQuery(startQuery);
  const coupon = useCoupon(draft.couponCode, basket);
  const step = stepFor(draft, asked);
  // Who comes back to this place in the browser's history comes back to this step.
  useEffect(() => {
    if (step !== asked) void navigate({ search: { step }, replace: true });
  }, [step, asked, navigate]);
  const place = useKeptFocus<HTMLDivElement>(step);
  const go = (to: Step): void => void navigate({ search: { step: to } });
  return (
    <div ref={place}>
      <StepBar current={step} draft={draft} />
      <div className="grid gap-8 lg:grid-cols-[1fr_23rem] lg:gap-12">
        <section>
          <h2 tabIndex={-1} className="mb-5 text-3xl">
            {titles[step]}
          </h2>
          {step === 'delivery' && (
            <DeliveryStep
              user={user}
              chosen={draft.address}
              onDone={(address) => {
                decide({ address });
                go('payment');
              }}
            />
          )}
          {step === 'payment' && (
            <PaymentStep
              user={user}
              chosen={draft.card}
              problem={draft.cardProblem}
              onDone={(card) => {
                decide({ card, cardProblem: undefined });
                go('review');
              }}
            />
          )}
          {step === 'review' && draft.address && draft.card && (
            <ReviewStep {...{ draft, basket, currency, coupon }} address={draft.address} card={draft.card} />
          )}
        </section>
        <Summary
          basket={basket}
          currency={currency}
          coupon={coupon}
          onCoupon={start?.features.coupons === false ? undefined : (couponCode) => decide({ couponCode })}
        />
      </div>
    </div>
  );
};

const Checkout = ({ user }: { user: User }) => {
  const { basket, error, reload } = useBasket();
  if (basket?.currency) return <Steps user={user} basket={basket} currency={basket.currency} />;
  if (basket)
    return (
      <EmptyState title={texts.basket.emptyTitle} text={texts.basket.empty}>
        <ButtonLink to="/">{texts.basket.shop}</ButtonLink>
      </EmptyState>
    );
  if (error) return <ErrorState error={error} onRetry={reload} />;
  return (
    <Loading>
      <Skeleton className="h-80" />
    </Loading>
  );
};

export const CheckoutPage = () => (
  <Page title={texts.checkout.title}>
    <SignedIn to="checkout">{(user) => <Checkout user={user} />}</SignedIn>
  </Page>
);
