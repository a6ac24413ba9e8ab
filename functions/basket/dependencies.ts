/** What the basket's functions work with, put together from the settings at first use. */
import { openDocuments } from '../../shared/documents/open.ts';
import type { Answer } from '../../shared/http/idempotency.ts';
import { createTokenVerifier } from '../../shared/identity/verifier.ts';
import { lazy } from '../../shared/lifecycle/lazy.ts';
import { openBus } from '../../shared/messaging/bus.ts';
import { publisher } from '../../shared/messaging/publish.ts';
import { loadSettings } from '../../shared/settings/settings.ts';
import { BasketSettings } from './settings.ts';
import { openBaskets } from './store/baskets.ts';
import { openItems } from './store/items.ts';

export const settings = loadSettings(BasketSettings);

/** Opened at the first use, whether or not the store can be. */
export const bus = openBus(settings);

export const dependencies = lazy(async () => {
  const store = await openDocuments(settings.BASKET_STORE);
  const answers = store.collection<Answer>('answers');
  return {
    verifyToken: createTokenVerifier(settings),
    answers,
    baskets: openBaskets(store),
    items: openItems(store),
    bus,
    publish: publisher(bus),
    /** Reads a little, to see whether the store answers. */
    readStore: () => answers.get('health'),
    /** Milliseconds since the epoch. */
    now: Date.now,
  };
});

export type BasketDependencies = Awaited<ReturnType<typeof dependencies>>;
