/** A failure that no retry can mend, e.g. a message that breaks its contract: it goes to the queue `rejected`. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}
