/** Every event that ordering consumes, by name. */
import { consume } from '../../../shared/messaging/consume.ts';
import { dependencies } from '../dependencies.ts';
import { answered } from './answered.ts';
import { checkoutAccepted } from './checkout-accepted.ts';

export const onEvent = consume({
  context: 'ordering',
  dependencies,
  handlers: {
    CheckoutAccepted: checkoutAccepted,
    StockReserved: answered('StockReserved'),
    StockRejected: answered('StockRejected'),
    StockReleased: answered('StockReleased'),
    CouponReserved: answered('CouponReserved'),
    CouponRejected: answered('CouponRejected'),
    CouponReleased: answered('CouponReleased'),
    PaymentSucceeded: answered('PaymentSucceeded'),
    PaymentDeclined: answered('PaymentDeclined'),
    PaymentRefunded: answered('PaymentRefunded'),
  },
});
