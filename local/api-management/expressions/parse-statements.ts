/** Reads the statements of `@{ … }` bodies and of lambdas with a body. */
import { parseType } from './parse-type.ts';
import type { Expression, Statement } from './syntax.ts';
import type { TokenStream } from './token-stream.ts';

type Read<T> = (tokens: TokenStream) => T;

const unsupported = new Set([
  'for',
  'while',
  'do',
  'switch',
  'using',
  'lock',
  'goto',
  'yield',
  'const',
  'static',
  'break',
  'continue',
]);

/** `Type name` in front of `=`, `;` or `in`; undefined when something else stands here. */
const parseDeclared = (tokens: TokenStream) =>
  tokens.attempt(() => {
    const type = parseType(tokens);
    if (tokens.peek.kind !== 'name') return undefined;
    const name = tokens.take().text;
    const explicit = type.name === 'var' ? {} : { type };
    return tokens.is('=') || tokens.is(';') || tokens.is('in') ? { at: type.at, name, ...explicit } : undefined;
  });

/** `Type Name(` starts a function inside the body, which C# has and this has not. */
const refuseFunction = (tokens: TokenStream): void => {
  const name = tokens.attempt(() => {
    const found = parseType(tokens) && tokens.peek.kind === 'name' ? tokens.take().text : undefined;
    return found !== undefined && tokens.is('(') ? found : undefined;
  });
  if (name !== undefined) tokens.fail(`the local function ${name} is not supported`);
};

/** The parser of `{ … }`, given how an expression is read (the two need each other). */
export const statementsParser = (parseExpression: Read<Expression>): Read<Statement[]> => {
  const inParentheses = (tokens: TokenStream): Expression => {
    tokens.expect('(');
    const value = parseExpression(tokens);
    tokens.expect(')');
    return value;
  };

  const parseIf: Read<Statement> = (tokens) => {
    const { at } = tokens.take();
    const test = inParentheses(tokens);
    const whenTrue = parseBranch(tokens);
    return { kind: 'if', at, test, whenTrue, whenFalse: tokens.accept('else') ? parseBranch(tokens) : [] };
  };

  const parseForeach: Read<Statement> = (tokens) => {
    const { at } = tokens.take();
    tokens.expect('(');
    const declared = parseDeclared(tokens) ?? tokens.fail('foreach needs a variable, such as foreach (var item in …)');
    tokens.expect('in');
    const items = parseExpression(tokens);
    tokens.expect(')');
    return { kind: 'foreach', ...declared, at, items, body: parseBranch(tokens) };
  };

  const parseTry: Read<Statement> = (tokens) => {
    const { at } = tokens.take();
    const body = parseBlock(tokens);
    tokens.expect('catch');
    const named = tokens.accept('(') ? parseCaught(tokens) : {};
    const caught = parseBlock(tokens);
    if (tokens.is('finally') || tokens.is('catch')) tokens.fail(`${tokens.peek.text} is not supported after catch`);
    return { kind: 'try', at, body, caught, ...named };
  };

  const parseCaught = (tokens: TokenStream): { name?: string } => {
    const type = parseType(tokens);
    if (type.name !== 'Exception') tokens.fail(`only Exception can be caught, not ${type.name}`);
    const name = tokens.peek.kind === 'name' ? { name: tokens.take().text } : {};
    tokens.expect(')');
    return name;
  };

  const parseReturn: Read<Statement> = (tokens) => {
    const { at } = tokens.take();
    if (tokens.is(';')) tokens.fail('return needs a value');
    const value = parseExpression(tokens);
    tokens.expect(';');
    return { kind: 'return', at, value };
  };

  const parseDeclaration = (tokens: TokenStream): Statement | undefined => {
    const declared = parseDeclared(tokens);
    if (declared === undefined) return undefined;
    const value = tokens.accept('=') ? { value: parseExpression(tokens) } : {};
    tokens.expect(';');
    return { kind: 'declare', ...declared, ...value };
  };

  const one: (at: number) => Expression = (at) => ({ kind: 'literal', at, type: 'int', value: 1 });

  const parseSimple: Read<Statement> = (tokens) => {
    const target = parseExpression(tokens);
    const operator = tokens.take();
    const { at, text } = operator;
    if (text === ';') {
      if (target.kind === 'call' || target.kind === 'null-conditional')
        return { kind: 'call', at: target.at, call: target };
      return tokens.fail('this value is not used; did you mean return?', operator);
    }
    if (text === '++' || text === '--') {
      tokens.expect(';');
      return { kind: 'assign', at, target, operator: text === '++' ? '+=' : '-=', value: one(at) };
    }
    if (text !== '=' && text !== '+=' && text !== '-=') return tokens.fail(`";" is expected before ${text}`, operator);
    const value = parseExpression(tokens);
    tokens.expect(';');
    return { kind: 'assign', at, target, operator: text, value };
  };

  const parseThrow: Read<Statement> = (tokens) => {
    const { at } = tokens.take();
    const value = parseExpression(tokens);
    tokens.expect(';');
    return { kind: 'throw', at, value };
  };

  const keywords: Record<string, Read<Statement>> = {
    if: parseIf,
    foreach: parseForeach,
    try: parseTry,
    return: parseReturn,
    throw: parseThrow,
  };

  const parseStatement: Read<Statement> = (tokens) => {
    const { kind, text, at } = tokens.peek;
    if (kind === 'operator' && text === '{') return { kind: 'block', at, body: parseBlock(tokens) };
    if (kind === 'name' && unsupported.has(text)) tokens.fail(`the statement ${text} is not supported`);
    const keyword = kind === 'name' && Object.hasOwn(keywords, text) ? keywords[text] : undefined;
    if (keyword) return keyword(tokens);
    refuseFunction(tokens);
    return parseDeclaration(tokens) ?? parseSimple(tokens);
  };

  const parseBranch: Read<Statement[]> = (tokens) => (tokens.is('{') ? parseBlock(tokens) : [parseStatement(tokens)]);

  const parseBlock: Read<Statement[]> = (tokens) => {
    const statements: Statement[] = [];
    tokens.expect('{');
    while (!tokens.accept('}')) {
      if (tokens.accept(';')) continue;
      if (tokens.peek.kind === 'end') tokens.fail('"}" is missing');
      statements.push(parseStatement(tokens));
    }
    return statements;
  };

  return parseBlock;
};
