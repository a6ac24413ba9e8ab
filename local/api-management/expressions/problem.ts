/** What is wrong with an expression: at compile time with the place, at run time as the error that C# would raise. */

/** The expression cannot be compiled. `at` is the offset in its source. */
export class ExpressionProblem extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Evaluation failed; the policy that evaluates reports it as `ExpressionValueEvaluationFailure`. */
export class EvaluationError extends Error {}

/** Refuses what stands at this offset. */
export const failAt =
  (at: number) =>
  (message: string): never => {
    throw new ExpressionProblem(message, at);
  };
