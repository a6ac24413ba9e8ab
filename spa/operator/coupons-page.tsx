/** Every coupon: what it gives, how often it was used, whether it can be used. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { couponsQuery, switchCoupon } from '../api/operate.ts';
import { problemText } from '../api/problem-text.ts';
import { queryClient } from '../api/queries.ts';
import type { Coupon } from '../api/types.ts';
import { dateOnly, money } from '../format.ts';
import { Page } from '../shell/page.tsx';
import { texts } from '../texts.ts';
import { operatorTexts } from '../texts-operator.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { cx } from '../ui/classes.ts';
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';

const route = getRouteApi('/operate/coupons');
const words = operatorTexts.coupon;

const discountText = ({ discount, currency }: Coupon): string =>
  discount.kind === 'fixed' ? words.off(money(discount.amountMinor, currency)) : words.percentOff(discount.percent);

const facts = (coupon: Coupon): string[] => [
  discountText(coupon),
  words.used(coupon.redeemed, coupon.totalLimit),
  ...(coupon.reserved > 0 ? [words.reserved(coupon.reserved)] : []),
  ...(coupon.validFrom === null ? [] : [words.begins(dateOnly(coupon.validFrom))]),
  ...(coupon.validUntil === null ? [] : [words.ends(dateOnly(coupon.validUntil))]),
];

const Switch = ({ coupon }: { coupon: Coupon }) => {
  const { mutate, isPending } = useMutation({
    mutationFn: () => switchCoupon(coupon.code, coupon.enabled ? 'disable' : 'enable'),
    onError: (error) => toast({ text: problemText(error), tone: 'alarm' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['operate', 'coupons'] }),
  });
  return (
    <Button look="quiet" busy={isPending} onClick={() => mutate()} className="relative z-10">
      {coupon.enabled ? words.disable : words.enable} <span className="sr-only">{coupon.code}</span>
    </Button>
  );
};

const Row = ({ coupon }: { coupon: Coupon }) => (
  <li className="relative flex flex-wrap items-center gap-x-6 gap-y-3 border-b border-line px-5 py-4 last:border-0 hover:bg-sand/50">
    <div className={cx('min-w-0 flex-1 basis-64', !coupon.enabled && 'opacity-75')}>
      <Link
        to="/operate/coupons/$code"
        params={{ code: coupon.code }}
        className="font-mono font-semibold after:absolute after:inset-0"
      >
        {coupon.code}
      </Link>
      {!coupon.enabled && (
        <span className="ml-3 rounded-full bg-sand px-2.5 py-0.5 text-sm font-semibold text-soft">
          {words.disabled}
        </span>
      )}
      <p>{coupon.description}</p>
      <p className="text-sm text-soft">{facts(coupon).join(' · ')}</p>
    </div>
    <Switch coupon={coupon} />
  </li>
);

export const CouponsPage = () => {
  const { after } = route.useSearch();
  const coupons = useQuery(couponsQuery(after));
  const add = (
    <ButtonLink to="/operate/coupons/new" icon="plus">
      {words.new}
    </ButtonLink>
  );
  return (
    <Page title={operatorTexts.coupons} aside={add}>
      {coupons.isError && <ErrorState error={coupons.error} onRetry={() => void coupons.refetch()} />}
      {coupons.isPending && (
        <Loading>
          <Skeleton className="h-80 rounded-3xl" />
        </Loading>
      )}
      {coupons.data?.coupons.length === 0 && <EmptyState title={operatorTexts.item.emptyTitle} text={words.empty} />}
      {coupons.data && coupons.data.coupons.length > 0 && (
        <ul className="rounded-3xl border border-line bg-sheet shadow-card">
          {coupons.data.coupons.map((coupon) => (
            <Row key={coupon.code} coupon={coupon} />
          ))}
        </ul>
      )}
      {coupons.data?.next !== undefined && (
        <p className="mt-6 text-center">
          <ButtonLink look="quiet" to="/operate/coupons" search={{ after: coupons.data.next }}>
            {texts.common.next}
          </ButtonLink>
        </p>
      )}
    </Page>
  );
};
