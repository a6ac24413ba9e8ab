/** How many messages are where. */
import { advance } from '../engine/due.ts';
import type { Queue } from '../engine/model.ts';
import type { Namespace } from '../engine/namespace.ts';
import type { Entity } from '../engine/send.ts';

type Counts = Record<'active' | 'locked' | 'scheduled' | 'deferred' | 'deadLettered', number>;

/** One entity; a topic itself only holds scheduled messages, the rest is in its subscriptions. */
export type EntityView = { readonly kind: 'queue' | 'topic' | 'subscription'; readonly path: string } & Counts;

const countsOf = (queue: Queue): Counts => ({
  active: queue.ready.size,
  locked: queue.locks.size,
  scheduled: queue.scheduledCount,
  deferred: queue.deferredCount,
  deadLettered: queue.deadLetterQueue?.messages.size ?? 0,
});

const viewsOf = (entity: Entity): EntityView[] => {
  if (entity.kind === 'queue') return [{ kind: 'queue', path: entity.path, ...countsOf(entity) }];
  const subscriptions = entity.subscriptions.map(
    ({ queue }): EntityView => ({
      kind: 'subscription',
      path: queue.path,
      ...countsOf(queue),
    }),
  );
  return [{ kind: 'topic', path: entity.path, ...countsOf(entity.inbox) }, ...subscriptions];
};

/** Every queue, topic and subscription with its counts, in the order of the configuration. */
export const entitiesView = (namespace: Namespace): EntityView[] => {
  advance(namespace.engine);
  return namespace.entities.flatMap(viewsOf);
};
