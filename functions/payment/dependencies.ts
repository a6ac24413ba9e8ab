/** What payment's functions work with, put together from the settings at first use. */
import { openDocuments } from '../../shared/documents/open.ts';
import type { Answer } from '../../shared/http/idempotency.ts';
import { createTokenVerifier } from '../../shared/identity/verifier.ts';
import { lazy } from '../../shared/lifecycle/lazy.ts';
import { openBus } from '../../shared/messaging/bus.ts';
import { publisher } from '../../shared/messaging/publish.ts';
import { loadSettings } from '../../shared/settings/settings.ts';
import type { ChargeRecord } from './domain/charge.ts';
import { openSimulatedProvider } from './provider/simulated.ts';
import { withTimeLimit } from './provider/time-limit.ts';
import { PaymentSettings } from './settings.ts';
import { openWallets } from './store/wallets.ts';

export const settings = loadSettings(PaymentSettings);

/** Opened at the first use, whether or not the store can be. */
export const bus = openBus(settings);

export const dependencies = lazy(async () => {
  const store = await openDocuments(settings.PAYMENT_STORE);
  return {
    verifyToken: createTokenVerifier(settings),
    answers: store.collection<Answer>('answers'),
    wallets: openWallets(store),
    /** By order id. */
    charges: store.collection<ChargeRecord>('charges'),
    provider: withTimeLimit(
      openSimulatedProvider(store, { lateSeconds: settings.PAYMENT_SIMULATED_LATE_SECONDS }),
      settings.PAYMENT_PROVIDER_SECONDS,
    ),
    bus,
    publish: publisher(bus),
    /** Milliseconds since the epoch. */
    now: Date.now,
  };
});

export type PaymentDependencies = Awaited<ReturnType<typeof dependencies>>;
