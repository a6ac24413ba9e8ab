/** Server-sent events as they go over the wire (WHATWG HTML, 9.2.5). Pure. */

/** One event. Without `data` a browser hands out nothing, but remembers the `id`. */
export interface ServerSentEvent {
  /** What a client that comes back sends as `Last-Event-ID`. */
  id?: string | number;
  event?: string;
  /** Sent as JSON, which has no line breaks. */
  data?: unknown;
  /** After how many milliseconds a client that lost the stream comes back. */
  retry?: number;
}

/** An event as a frame of text. `id` and `event` must not hold line breaks. */
export const frame = ({ id, event, data, retry }: ServerSentEvent): string =>
  [
    ...(retry === undefined ? [] : [`retry: ${retry}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
    '\n',
  ].join('\n');

/** A frame that means nothing and keeps the connection from looking dead. */
export const comment = (text = ''): string => `: ${text}\n\n`;
