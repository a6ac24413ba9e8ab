/**
 * Follows the changes of the buyer's orders through the shop's stream, over fetch because EventSource sends no bearer token. Comes back
 * where it was when the stream ends or breaks.
 */
import { openStream } from '../api/http.ts';
import { type EventFrame, takeFrames } from './event-frames.ts';

/** `live` while changes are told as they happen; `broken` while they are not, and have to be asked for. */
export type StreamState = 'live' | 'broken';

interface Following {
  signal: AbortSignal;
  onState: (state: StreamState) => void;
  /** Something about an order has changed, or may have while nobody listened. */
  onChange: () => void;
}

/** The stream says something at least every 20 seconds; one that is silent for longer is dead. */
const silenceMs = 45_000;
const defaultRetryMs = 3_000;
/** Between attempts to come back to a stream that would not open. */
const brokenRetryMs = 10_000;

/** Waits so long; shorter when there is a network again, or nobody follows any more. */
const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const over = new AbortController();
    const end = (): void => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { signal: over.signal });
    window.addEventListener('online', end, { signal: over.signal });
  });

/** The frames of one response, until it ends; throws when it breaks or falls silent. */
const readFrames = async (body: ReadableStream<Uint8Array>, onFrame: (frame: EventFrame) => void): Promise<void> => {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const silence = setTimeout(() => void reader.cancel('silence'), silenceMs);
    const { done, value } = await reader.read().finally(() => clearTimeout(silence));
    if (done) return;
    const taken = takeFrames(rest + decoder.decode(value, { stream: true }));
    rest = taken.rest;
    for (const frame of taken.frames) onFrame(frame);
  }
};

/** Follows until the signal aborts. */
export const followOrders = async ({ signal, onState, onChange }: Following): Promise<void> => {
  let lastEventId: string | undefined;
  let retryMs = defaultRetryMs;

  const onFrame = ({ id, event, retry }: EventFrame): void => {
    retryMs = retry ?? retryMs;
    lastEventId = id ?? lastEventId;
    // The first frame has an id and no event: from here on nothing is missed, and what came before is read now.
    if (event === 'order' || (id !== undefined && event === undefined)) onChange();
  };

  while (!signal.aborted) {
    try {
      const body = await openStream('GET ordering/orders/stream', { lastEventId, signal });
      onState('live');
      await readFrames(body, onFrame);
    } catch {
      if (signal.aborted) return;
      onState('broken');
      retryMs = Math.max(retryMs, brokenRetryMs);
    }
    await wait(retryMs, signal);
  }
};
