/**
 * Unsettled outgoing deliveries of one AMQP session, in the shape of rhea's circular buffer. That buffer frees places only from
 * its head, so that one message locked for minutes, or 2048 settled in another order, would stall the link.
 */

type Entry = { readonly id: number };

export type DeliveryTable = {
  readonly size: number;
  available(): number;
  push(delivery: Entry): void;
  by_id(id: number): Entry | undefined;
  /** Frees deliveries at the head for which `done` holds; rhea calls it after every write. */
  pop_if(done: (delivery: Entry) => boolean): void;
  forget(id: number): void;
};

export const createDeliveryTable = (): DeliveryTable => {
  const deliveries = new Map<number, Entry>();
  return {
    get size() {
      return deliveries.size;
    },
    available: () => Number.MAX_SAFE_INTEGER,
    push: (delivery) => void deliveries.set(delivery.id, delivery),
    by_id: (id) => deliveries.get(id),
    pop_if(done) {
      for (const [id, delivery] of deliveries) {
        if (!done(delivery)) return;
        deliveries.delete(id);
      }
    },
    forget: (id) => void deliveries.delete(id),
  };
};
