/** Names for what the shop's API takes and answers; what they stand for is in its description. */
import type { Calls } from './calls.ts';

type Answer<Request extends keyof Calls> = Calls[Request]['answer'];

export type ShopStart = Answer<'GET shop/start'>;
export type Named = Answer<'POST catalog/brands'>;

export type Item = Answer<'GET catalog/items/{itemId}'>;
export type ItemPage = Answer<'GET catalog/items'>;
export type ItemFilter = NonNullable<Calls['GET catalog/items']['query']>;
export type ItemFacts = Calls['PUT catalog/items/{itemId}']['body'];
export type ItemStock = Answer<'GET catalog/items/{itemId}/stock'>;
export type StockLimits = Calls['PUT catalog/items/{itemId}/stock']['body'];

export type Basket = Answer<'GET basket/baskets/me'>;
export type BasketLine = Basket['lines'][number];
export type Checkout = Calls['POST basket/baskets/me/checkout']['body'];

export type Order = Answer<'GET ordering/orders/{orderId}'>;
export type OrderStatus = Order['status'];
export type StatusChange = Order['history'][number];
export type Reason = NonNullable<Order['reason']>;
export type OrderPage = Answer<'GET ordering/orders'>;
export type OrderSummary = OrderPage['orders'][number];
export type SavedAddress = Answer<'PUT ordering/buyers/me/addresses/{addressId}'>;
export type Address = SavedAddress['address'];

export type Card = Answer<'POST payment/cards'>;
export type CardDetails = Calls['POST payment/cards']['body'];

export type Quote = Answer<'GET coupon/coupons/{code}/quote'>;
export type Coupon = Answer<'GET coupon/coupons/{code}'>;
export type Discount = Coupon['discount'];
/** All of them, said or not. */
export type CouponTerms = Pick<Coupon, keyof Calls['PUT coupon/coupons/{code}']['body']>;
export type NewCoupon = Pick<Coupon, keyof Calls['POST coupon/coupons']['body']>;

export type OrderRun = Answer<'GET ordering/admin/orders/{orderId}/run'>;
export type RunEvent = OrderRun['history'][number];

export type ShopStatus = Answer<'GET shop/status'>;
export type AppHealth = ShopStatus['apps'][number];
