/** A reader of server-sent events, as a page has one. */

export interface StreamedEvent {
  id: string;
  event: string;
  /** Parsed. */
  data: unknown;
}

const fieldsOf = (frame: string): Map<string, string> =>
  new Map(
    frame.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );

/** Opens a stream. `next` waits for the next event with data, and gives undefined when the stream has ended. */
export const openEventStream = async (url: string, headers: Record<string, string>) => {
  const closing = new AbortController();
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: closing.signal });
  const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let lastEventId = headers['last-event-id'] ?? '';
  let text = '';

  const nextFrame = async (): Promise<string | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const frame = text.slice(0, end);
        text = text.slice(end + 2);
        return frame;
      }
      const chunk = await chunks?.read();
      if (chunk?.value === undefined) return undefined;
      text += chunk.value;
    }
  };

  const next = async (): Promise<StreamedEvent | undefined> => {
    for (;;) {
      const frame = await nextFrame();
      if (frame === undefined) return undefined;
      const fields = fieldsOf(frame);
      lastEventId = fields.get('id') ?? lastEventId;
      const data = fields.get('data');
      if (data !== undefined)
        return { id: lastEventId, event: fields.get('event') ?? 'message', data: JSON.parse(data) };
    }
  };

  return {
    response,
    next,
    /** What a client that comes back sends. */
    lastEventId: () => lastEventId,
    close: () => closing.abort(),
  };
};

export type EventStream = Awaited<ReturnType<typeof openEventStream>>;
