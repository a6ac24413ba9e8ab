/** Compiles a policy expression once, to a function of the context that is cheap to call. */
import { bind, bindStatements } from './bind.ts';
import type { ExpressionContext } from './context.ts';
import { parseBody } from './parse.ts';
import { newScope } from './scope.ts';
import type { Type } from './types.ts';

export interface Compiled {
  type: Type;
  /** Bodies that have to be in memory before `evaluate` is called. */
  reads: { requestBody: boolean; responseBody: boolean };
  /** Throws EvaluationError where C# would throw. */
  evaluate(context: ExpressionContext): unknown;
}

/** Compiles what stands inside `@( … )` (`expression`) or `@{ … }` (`statements`). Throws ExpressionProblem. */
export const compileExpression = (source: string, form: 'expression' | 'statements'): Compiled => {
  const body = parseBody(source, form);
  const scope = newScope();
  const { type, run } = body.kind === 'expression' ? bind(body.value, scope) : bindStatements(body.statements, scope);
  const { effects } = scope;
  return {
    type,
    reads: {
      requestBody: effects.has('request-body'),
      // A response variable of send-request is in memory anyway; only context.Response may still be on its way.
      responseBody: effects.has('response') && effects.has('response-body'),
    },
    evaluate: (context) => run({ context, locals: [], result: undefined }),
  };
};
