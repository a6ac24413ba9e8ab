/** A cursor over tokens, with the look-ahead that the parsers need. */
import { type Token, tokenize } from './lexer.ts';
import { ExpressionProblem } from './problem.ts';

export interface TokenStream {
  readonly peek: Token;
  readonly next: Token;
  /** The next token again, after this one is consumed. */
  take(): Token;
  /** Whether the token is this operator or word; a string with the same text is not. */
  is(text: string): boolean;
  /** Consumes the token if it is this one. */
  accept(text: string): boolean;
  expect(text: string): Token;
  name(what: string): Token;
  /** Runs `read`; if it throws an ExpressionProblem or answers undefined, nothing is consumed. */
  attempt<T>(read: () => T | undefined): T | undefined;
  fail(message: string, token?: Token): never;
}

/** The tokens of `source`; positions are moved by `offset`, for parts of a larger expression. */
export const streamOf = (source: string, offset = 0): TokenStream => {
  const tokens = tokenize(source).map((token) => ({ ...token, at: token.at + offset, end: token.end + offset }));
  const last = tokens.length - 1;
  let position = 0;
  const at = (index: number): Token => tokens[Math.min(index, last)] as Token;
  const fixed = (token: Token, text: string) =>
    (token.kind === 'operator' || token.kind === 'name') && token.text === text;
  const stream: TokenStream = {
    get peek() {
      return at(position);
    },
    get next() {
      return at(position + 1);
    },
    take: () => at(position++),
    is: (text) => fixed(at(position), text),
    accept: (text) => {
      if (!fixed(at(position), text)) return false;
      position++;
      return true;
    },
    expect: (text) =>
      fixed(at(position), text) ? at(position++) : stream.fail(`"${text}" is expected before ${at(position).text}`),
    name: (what) =>
      at(position).kind === 'name' ? at(position++) : stream.fail(`${what} is expected before ${at(position).text}`),
    attempt: (read) => {
      const start = position;
      try {
        const result = read();
        if (result === undefined) position = start;
        return result;
      } catch (error) {
        if (!(error instanceof ExpressionProblem)) throw error;
        position = start;
        return undefined;
      }
    },
    fail: (message, token = at(position)) => {
      throw new ExpressionProblem(message, token.at);
    },
  };
  return stream;
};
