/** What a coupon would take off the basket of now; nothing is used up by asking. */
import { useQuery } from '@tanstack/react-query';
import { quoteCoupon } from '../api/orders.ts';
import type { Basket, Quote } from '../api/types.ts';

export interface CouponState {
  code: string | undefined;
  /** What it does; undefined while that is asked for, and when it does nothing. */
  quote: Quote | undefined;
  error: unknown;
  isAsking: boolean;
}

export const useCoupon = (code: string | undefined, basket: Basket | undefined): CouponState => {
  const draft = { subtotalMinor: basket?.subtotalMinor ?? 0, currency: basket?.currency ?? 'USD' };
  const quote = useQuery({
    queryKey: ['quote', code, draft],
    queryFn: () => quoteCoupon(code ?? '', draft),
    enabled: code !== undefined && basket?.currency != null,
    staleTime: 0,
  });
  return {
    code,
    quote: quote.isSuccess && code !== undefined ? quote.data : undefined,
    error: code === undefined ? undefined : quote.error,
    isAsking: quote.isFetching,
  };
};
