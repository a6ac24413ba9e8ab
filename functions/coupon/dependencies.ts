/** What coupon's functions work with, put together from the settings at first use. */
import { openDocuments } from '../../shared/documents/open.ts';
import type { Answer } from '../../shared/http/idempotency.ts';
import { createTokenVerifier } from '../../shared/identity/verifier.ts';
import { lazy } from '../../shared/lifecycle/lazy.ts';
import { openBus } from '../../shared/messaging/bus.ts';
import { publisher } from '../../shared/messaging/publish.ts';
import { loadSettings } from '../../shared/settings/settings.ts';
import type { Claim } from './domain/claim.ts';
import { CouponSettings } from './settings.ts';
import { openCoupons } from './store/coupons.ts';

export const settings = loadSettings(CouponSettings);

/** Opened at the first use, whether or not the store can be. */
export const bus = openBus(settings);

export const dependencies = lazy(async () => {
  const store = await openDocuments(settings.COUPON_STORE);
  return {
    verifyToken: createTokenVerifier(settings),
    answers: store.collection<Answer>('answers'),
    coupons: openCoupons(store),
    /** By order id. */
    claims: store.collection<Claim>('orders'),
    bus,
    publish: publisher(bus),
    /** Milliseconds since the epoch. */
    now: Date.now,
  };
});

export type CouponDependencies = Awaited<ReturnType<typeof dependencies>>;
