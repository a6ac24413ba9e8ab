/** Follows a buyer's orders: looks for changes once a second and tells them, until the stream ends or its reader has gone. */

import type { Orders } from '../store/orders.ts';
import { beginStream, isQuiet, streamTimes, type Told, tell } from './order-stream.ts';

export interface Following {
  buyerId: string;
  /** What was told last. */
  position: number;
  orders: Pick<Orders, 'changesAfter' | 'hasMovingOrders'>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Waits; false when the reader has gone. */
  pause: (ms: number) => Promise<boolean>;
  /** Called at the end, whatever the reason. */
  leave: () => void;
}

/** The frames of a stream, one text after the other. */
export const followOrders = async function* ({
  buyerId,
  position,
  orders,
  now,
  pause,
  leave,
}: Following): AsyncGenerator<string> {
  const look = async ({ stream }: Told): Promise<Told> => {
    const changes = await orders.changesAfter(buyerId, stream.position);
    const matters = changes.length === 0 && isQuiet(stream, now());
    const isMoving = matters && (await orders.hasMovingOrders(buyerId));
    return tell(stream, { now: now(), changes, isMoving });
  };
  try {
    let told = beginStream(position, now());
    yield told.frames.join('');
    while (!told.ended && (await pause(streamTimes.look))) {
      told = await look(told);
      if (told.frames.length > 0) yield told.frames.join('');
    }
  } finally {
    leave();
  }
};
