/** Sends what a change has put into the outbox. */
import type { InvocationContext } from '@azure/functions';
import type { Catalog } from '../dependencies.ts';

/** A broker that is away does not undo the change: its events follow with the next sweep. */
export const sendEvents = async ({ relay }: Pick<Catalog, 'relay'>, context: InvocationContext): Promise<void> => {
  await relay().catch((error: unknown) => context.warn(`Saved; the events follow later: ${String(error)}`));
};
