/** Drivers put what went wrong into errors within errors, each in its own way. */

interface Wrapping {
  cause?: unknown;
  originalError?: unknown;
  precedingErrors?: readonly unknown[];
  errors?: readonly unknown[];
}

/** An error and all that led to it: its cause, what `mssql` keeps as the original and the preceding ones, and the parts of an AggregateError. */
export const errorChain = (error: unknown): Error[] => {
  if (!(error instanceof Error)) return [];
  const { cause, originalError, precedingErrors = [], errors = [] } = error as Wrapping;
  return [error, ...[cause, originalError, ...precedingErrors, ...errors].flatMap(errorChain)];
};
