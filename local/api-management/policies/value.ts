/** Values in policies: text or an expression, compiled once to a function of the exchange. */
import { type Compiled, compileExpression } from '../expressions/compile.ts';
import { ExpressionProblem } from '../expressions/problem.ts';
import { toText } from '../expressions/text.ts';
import { bool, isInteger, isNumeric, type Type } from '../expressions/types.ts';
import type { Exchange } from '../runtime/exchange.ts';
import type { Ran } from '../runtime/step.ts';
import { readExpression, startsExpression } from '../xml/expression-end.ts';
import type { Written } from '../xml/policy-element.ts';
import type { CompileScope } from './scope.ts';

export interface Value<T> {
  of: (exchange: Exchange) => T;
  /** Present when it is the same for every request. */
  constant?: T;
  /** Brings the bodies into memory that the expression reads. */
  ready?: (exchange: Exchange) => Ran;
}

/** How text and expressions become a value of one kind. */
export interface Kind<T> {
  /** The value, or what the text should have been. */
  fromText: (text: string) => T | Error;
  /** Why expressions of this type cannot be used; undefined when they can. */
  refuses: (type: Type) => string | undefined;
  fromResult: (result: unknown) => T;
}

const structured = ({ name, element, library }: Type): boolean =>
  element !== undefined || library === 'anonymous' || name.startsWith('I');

export const text: Kind<string> = {
  fromText: (written) => written,
  refuses: (type) =>
    structured(type) || type.name === 'void'
      ? `gives ${type.name}, not text; write .ToString(), a cast or string.Join`
      : undefined,
  fromResult: toText,
};

export const boolean: Kind<boolean> = {
  fromText: (written) =>
    /^(true|false)$/i.test(written) ? written.toLowerCase() === 'true' : new Error('must be true or false'),
  refuses: (type) => (type.name === bool.name ? undefined : `gives ${type.name}, not bool`),
  fromResult: (result) => result === true,
};

export const integer: Kind<number> = {
  fromText: (written) => (/^\d+$/.test(written) ? Number(written) : new Error('must be a whole number')),
  refuses: (type) => (isInteger(type) ? undefined : `gives ${type.name}, not int`),
  fromResult: Number,
};

export const decimal: Kind<number> = {
  fromText: (written) => (/^\d+(\.\d+)?$/.test(written) ? Number(written) : new Error('must be a number')),
  refuses: (type) => (isNumeric(type) ? undefined : `gives ${type.name}, not a number`),
  fromResult: Number,
};

export const anything: Kind<unknown> = {
  fromText: (written) => written,
  refuses: (type) => (type.name === 'void' ? 'gives nothing' : undefined),
  fromResult: (result) => result,
};

const readyOf = ({ requestBody, responseBody }: Compiled['reads']): Value<unknown>['ready'] => {
  if (!requestBody && !responseBody) return undefined;
  return (exchange) => {
    const bodies = [
      requestBody ? exchange.request.body : undefined,
      responseBody ? exchange.response?.body : undefined,
    ];
    const waiting = bodies.filter((body) => body !== undefined).filter((body) => !body.bytes);
    return waiting.length ? Promise.all(waiting.map((body) => body.buffer())).then(() => undefined) : undefined;
  };
};

/** Where a problem in an expression is, counted in lines of its source. */
const lineIn = (source: string, at: number): number => source.slice(0, Math.max(at, 0)).split('\n').length - 1;

interface Source {
  form: 'expression' | 'statements';
  source: string;
  line: number;
}

const fromExpression = <T>(
  { form, source, line }: Source,
  kind: Kind<T>,
  what: string,
  scope: CompileScope,
): Value<T> => {
  const fail = (message: string, at = 0): Value<T> => {
    scope.problems.add(scope.file, line + lineIn(source, at), `${what}: ${message}`);
    return { of: () => kind.fromResult(undefined) };
  };
  try {
    const compiled = compileExpression(source, form);
    const refused = kind.refuses(compiled.type);
    if (refused !== undefined) return fail(`this expression ${refused}`);
    const ready = readyOf(compiled.reads);
    return { of: (exchange) => kind.fromResult(compiled.evaluate(exchange)), ...(ready && { ready }) };
  } catch (error) {
    if (error instanceof ExpressionProblem) return fail(error.message, error.at);
    throw error;
  }
};

/** Named values may themselves hold an expression. */
const expressionIn = (filled: string, line: number): Source | undefined => {
  const trimmed = filled.trim();
  const found = startsExpression(trimmed, 0) ? readExpression(trimmed, 0) : undefined;
  return found?.end === trimmed.length ? { form: found.form, source: found.source, line } : undefined;
};

/** A written value, with named values put in, as a value of this kind; problems are added to the scope. */
export const compileValue = <T>(written: Written, kind: Kind<T>, what: string, scope: CompileScope): Value<T> => {
  const fail = (message: string) => scope.problems.add(scope.file, written.line, `${what}: ${message}`);
  if (written.kind === 'expression-source')
    return fromExpression({ ...written, source: scope.namedValues.fill(written.source, fail) }, kind, what, scope);
  const filled = scope.namedValues.fill(written.text, fail);
  const expression = expressionIn(filled, written.line);
  if (expression) return fromExpression(expression, kind, what, scope);
  if (/@[({]/.test(filled))
    fail('an expression has to be the whole value: join text inside it, as in @("Bearer " + …)');
  const value = kind.fromText(filled);
  if (!(value instanceof Error)) return { of: () => value, constant: value };
  fail(`${value.message}, not "${filled}"`);
  return { of: () => kind.fromResult(undefined) };
};
