/** What the shop's API answers. The values inside come from the shared contracts. */
import type { Address, CardView, OrderLine, OrderStatus } from '../../shared/contracts/values.ts';

export type { Address, OrderStatus };

export interface Named {
  id: string;
  name: string;
}

export interface Page {
  pageSize: number;
  pageIndex: number;
  total: number;
}

export interface Item {
  id: string;
  version: number;
  name: string;
  description: string;
  priceMinor: number;
  currency: string;
  availableStock: number;
  onReorder: boolean;
  brand: Named;
  type: Named;
  pictureUrl: string | null;
}

export interface ItemFacts {
  name: string;
  description: string;
  brandId: string;
  typeId: string;
  priceMinor: number;
}

export interface ItemStock {
  itemId: string;
  availableStock: number;
  restockThreshold: number;
  maxStock: number;
  onReorder: boolean;
  reserved?: number;
}

export interface ShopStart {
  features: { coupons: boolean };
  currency: string;
  brands: Named[];
  types: Named[];
}

export type BasketLine = { itemId: string; quantity: number; pictureUrl: string | null } & (
  | { available: true; name: string; unitPriceMinor: number; previousUnitPriceMinor: number | null; totalMinor: number }
  | { available: false; name: string | null }
);

export interface Basket {
  lines: BasketLine[];
  subtotalMinor: number;
  currency: string | null;
}

export interface Reason {
  code: string;
  text: string;
}

export interface OrderSummary {
  id: string;
  number: string;
  buyer: { id: string; name?: string };
  status: OrderStatus;
  reason?: Reason;
  currency: string;
  totalMinor: number;
  submittedAt: string;
  lineCount: number;
}

export interface StatusChange {
  status: OrderStatus;
  at: string;
  reason?: Reason;
}

export interface Order extends Omit<OrderSummary, 'lineCount'> {
  lines: OrderLine[];
  subtotalMinor: number;
  discountMinor: number;
  couponCode?: string;
  card?: CardView;
  address: Address;
  history: StatusChange[];
  cancellable: boolean;
}

export interface SavedAddress {
  id: string;
  address: Address;
}

export interface Card extends CardView {
  token: string;
  expiry: { month: number; year: number };
}

export interface CardDetails {
  number: string;
  holder: string;
  expiry: { month: number; year: number };
  securityCode: string;
}

export interface Quote {
  code: string;
  description: string;
  discountMinor: number;
  totalMinor: number;
}

export type Discount = { kind: 'fixed'; amountMinor: number } | { kind: 'percentage'; percent: number };

export interface CouponTerms {
  description: string;
  discount: Discount;
  currency: string;
  minimumSubtotalMinor: number;
  validFrom: string | null;
  validUntil: string | null;
  totalLimit: number;
  perBuyerLimit: number | null;
}

export interface Coupon extends CouponTerms {
  code: string;
  version: number;
  enabled: boolean;
  reserved: number;
  redeemed: number;
  discountedMinor: number;
}

export interface RunEvent {
  type: string;
  at: string;
  name?: string;
  scheduledAt?: string;
  fireAt?: string;
  input?: unknown;
  result?: unknown;
  reason?: string;
}

export interface OrderRun {
  runtimeStatus: string;
  customStatus: unknown;
  createdTime: string;
  lastUpdatedTime: string;
  output: unknown;
  history: RunEvent[];
}

export interface HealthCheck {
  name: string;
  status: string;
  ms?: number;
}

export interface AppHealth {
  name: string;
  status: string;
  checks?: HealthCheck[];
}

/** The health of every app and of what it depends on. */
export interface ShopStatus {
  apps: AppHealth[];
}
