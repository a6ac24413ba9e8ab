/** What goes wrong because of the app or its settings, told so that its author can mend it. */

/** An error whose message alone says what to change; `cause`, when there is one, holds the app's own error with its stack. */
export class HostError extends Error {
  override name = 'HostError';
}

/** Anything thrown, as an Error: function code may throw strings, plain objects or nothing at all. */
export const toError = (thrown: unknown): Error => {
  if (thrown instanceof Error) return thrown;
  if (typeof thrown === 'string') return new Error(thrown);
  return new Error(thrown === undefined || thrown === null ? 'Unknown error' : JSON.stringify(thrown));
};

/** Throws one HostError that lists every problem, so that an author mends them all at once. */
export const refuse = (title: string, problems: readonly string[]): void => {
  if (problems.length > 0) throw new HostError([title, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
};
