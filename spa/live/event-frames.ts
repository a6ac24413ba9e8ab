/** Reads server-sent events out of a stream of text, as the HTML standard's "Server-sent events" interprets them (chapter 9.2.6). */

export interface EventFrame {
  /** To be sent back as `Last-Event-ID` when the stream is resumed. */
  id?: string;
  event?: string;
  data?: string;
  /** Milliseconds until it is worth coming back. */
  retry?: number;
}

const fieldOf = (line: string): [name: string, value: string] => {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
};

const frameOf = (lines: readonly string[]): EventFrame => {
  const frame: EventFrame = {};
  for (const line of lines) {
    const [name, value] = fieldOf(line);
    if (name === 'id') frame.id = value;
    else if (name === 'event') frame.event = value;
    else if (name === 'data') frame.data = frame.data === undefined ? value : `${frame.data}\n${value}`;
    else if (name === 'retry' && /^\d+$/.test(value)) frame.retry = Number(value);
  }
  return frame;
};

/** The frames that are complete in a text, and the rest of it, which belongs before the next piece. */
export const takeFrames = (text: string): { frames: EventFrame[]; rest: string } => {
  // A carriage return at the end may be the first half of a line's end.
  const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
  const blocks = whole.replaceAll(/\r\n?/g, '\n').split('\n\n');
  const rest = (blocks.pop() ?? '') + text.slice(whole.length);
  return { frames: blocks.map((block) => frameOf(block.split('\n'))), rest };
};
