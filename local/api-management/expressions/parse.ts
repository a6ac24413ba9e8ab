/** Pratt parser of the C# that policy expressions are written in. What it does not know it refuses with the place. */
import type { InterpolationHole } from './lexer.ts';
import { statementsParser } from './parse-statements.ts';
import { parseType, parseTypeArguments } from './parse-type.ts';
import type { Argument, Body, Expression } from './syntax.ts';
import { streamOf, type TokenStream } from './token-stream.ts';

/** Binding strength of the operators, weakest first; `??` groups to the right, the others to the left. */
const strengths: Record<string, number> = Object.fromEntries(
  [
    ['??'],
    ['||'],
    ['&&'],
    ['|'],
    ['&'],
    ['==', '!='],
    ['<', '>', '<=', '>=', 'as', 'is'],
    ['+', '-'],
    ['*', '/', '%'],
  ].flatMap((group, strength) => group.map((operator) => [operator, strength + 1])),
);

const unaryStrength = 20;

const parseStatements = statementsParser((tokens) => parseExpression(tokens));

const parseArguments = (tokens: TokenStream): Argument[] => {
  const list: Argument[] = [];
  while (!tokens.is(')')) {
    const named = tokens.peek.kind === 'name' && tokens.next.text === ':' && tokens.next.kind === 'operator';
    const name = named ? { name: tokens.take().text } : {};
    if (named) tokens.take();
    list.push({ ...name, value: tokens.is('out') ? parseOut(tokens) : parseExpression(tokens) });
    if (!tokens.accept(',')) break;
  }
  tokens.expect(')');
  return list;
};

const parseOut = (tokens: TokenStream): Expression => {
  const { at } = tokens.expect('out');
  const declared = tokens.attempt(() => {
    const type = parseType(tokens);
    return tokens.peek.kind === 'name' ? { type, name: tokens.take().text } : undefined;
  });
  if (declared === undefined) return { kind: 'out', at, name: tokens.name('a variable').text, declares: false };
  const { type, name } = declared;
  return type.name === 'var'
    ? { kind: 'out', at, name, declares: true }
    : { kind: 'out', at, name, declares: true, type };
};

const parseLambda = (tokens: TokenStream): Expression | undefined =>
  tokens.attempt(() => {
    const { at } = tokens.peek;
    const parameters: string[] = [];
    if (tokens.accept('(')) {
      while (tokens.peek.kind === 'name') {
        parameters.push(tokens.take().text);
        if (!tokens.accept(',')) break;
      }
      if (!tokens.accept(')')) return undefined;
    } else if (tokens.peek.kind === 'name') parameters.push(tokens.take().text);
    if (!tokens.accept('=>')) return undefined;
    return { kind: 'lambda' as const, at, parameters };
  }) as Expression | undefined;

const lambdaBody = (tokens: TokenStream, lambda: Expression): Expression => {
  if (lambda.kind !== 'lambda') return lambda;
  return { ...lambda, body: tokens.is('{') ? parseStatements(tokens) : parseExpression(tokens) };
};

/** What may follow `(Type)` so that it is a cast and not a value in parentheses. */
const startsOperand = (tokens: TokenStream): boolean => {
  const { kind, text } = tokens.peek;
  if (kind === 'name') return text !== 'as' && text !== 'is';
  return kind === 'operator' ? text === '(' || text === '!' : kind !== 'end';
};

const parseCast = (tokens: TokenStream): Expression | undefined => {
  const { at } = tokens.peek;
  const type = tokens.attempt(() => {
    tokens.expect('(');
    const type = parseType(tokens);
    tokens.expect(')');
    return startsOperand(tokens) ? type : undefined;
  });
  return type && { kind: 'cast', at, type, operand: parseExpression(tokens, unaryStrength) };
};

/** The items of `{ a, b }` or, for dictionaries, `{ { k, v }, … }` and `{ [k] = v, … }`. */
const parseInitializer = (tokens: TokenStream): Expression[][] => {
  const items: Expression[][] = [];
  tokens.expect('{');
  while (!tokens.is('}')) {
    if (tokens.accept('{')) {
      const pair = [parseExpression(tokens)];
      while (tokens.accept(',')) pair.push(parseExpression(tokens));
      tokens.expect('}');
      items.push(pair);
    } else if (tokens.accept('[')) {
      const key = parseExpression(tokens);
      tokens.expect(']');
      tokens.expect('=');
      items.push([key, parseExpression(tokens)]);
    } else items.push([parseExpression(tokens)]);
    if (!tokens.accept(',')) break;
  }
  tokens.expect('}');
  return items;
};

const parseAnonymous = (tokens: TokenStream, at: number): Expression => {
  const members: { name: string; value: Expression }[] = [];
  tokens.expect('{');
  while (!tokens.is('}')) {
    const explicit = tokens.peek.kind === 'name' && tokens.next.text === '=' ? tokens.take().text : undefined;
    if (explicit !== undefined) tokens.take();
    const value = parseExpression(tokens);
    const implied = value.kind === 'name' || value.kind === 'member' ? value.name : undefined;
    members.push({ name: explicit ?? implied ?? tokens.fail('this member needs a name'), value });
    if (!tokens.accept(',')) break;
  }
  tokens.expect('}');
  return { kind: 'new-anonymous', at, members };
};

const parseNew = (tokens: TokenStream, at: number): Expression => {
  if (tokens.is('{')) return parseAnonymous(tokens, at);
  if (tokens.accept('[')) {
    tokens.expect(']');
    return { kind: 'new-array', at, items: parseInitializer(tokens).flat() };
  }
  const type = parseType(tokens);
  if (type.arrays > 0 && tokens.is('{'))
    return {
      kind: 'new-array',
      at,
      type: { ...type, arrays: type.arrays - 1 },
      items: parseInitializer(tokens).flat(),
    };
  if (tokens.is('[')) tokens.fail('an array of a given length is not supported; write its items: new[] { … }');
  const list = tokens.accept('(') ? parseArguments(tokens) : [];
  const node = { kind: 'new' as const, at, type, arguments: list };
  return tokens.is('{') ? { ...node, initializer: parseInitializer(tokens) } : node;
};

const parseHole = ({ source, at, format }: InterpolationHole): { value: Expression; format?: string } => {
  const tokens = streamOf(source, at);
  const value = parseExpression(tokens);
  if (tokens.peek.kind !== 'end') tokens.fail(`${tokens.peek.text} is not expected here`);
  return format === undefined ? { value } : { value, format };
};

const words: Record<string, Expression> = {
  true: { kind: 'literal', at: 0, type: 'bool', value: true },
  false: { kind: 'literal', at: 0, type: 'bool', value: false },
  null: { kind: 'literal', at: 0, type: 'null', value: undefined },
};

const parseWord = (tokens: TokenStream): Expression => {
  const token = tokens.take();
  const { at, text } = token;
  if (text === 'new') return parseNew(tokens, at);
  if (text === 'typeof' || text === 'default' || text === 'switch' || text === 'await')
    tokens.fail(`${text} is not supported`, token);
  const literal = words[text];
  return literal ? { ...literal, at } : { kind: 'name', at, name: text };
};

const parsePrimary = (tokens: TokenStream): Expression => {
  const token = tokens.peek;
  const { at } = token;
  const lambda = parseLambda(tokens);
  if (lambda) return lambdaBody(tokens, lambda);
  const cast = tokens.is('(') ? parseCast(tokens) : undefined;
  if (cast) return cast;
  if (tokens.accept('(')) {
    const inner = parseExpression(tokens);
    tokens.expect(')');
    return inner;
  }
  for (const operator of ['!', '-', '+'] as const)
    if (tokens.accept(operator))
      return { kind: 'unary', at, operator, operand: parseExpression(tokens, unaryStrength) };
  if (token.kind === 'name') return parseWord(tokens);
  if (token.kind === 'string' || token.kind === 'char') {
    tokens.take();
    return { kind: 'literal', at, type: token.kind, value: token.value };
  }
  if (token.kind === 'number') {
    tokens.take();
    return { kind: 'literal', at, type: token.type, value: token.value };
  }
  if (token.kind === 'interpolated') {
    tokens.take();
    return {
      kind: 'interpolated',
      at,
      parts: token.parts.map((part) => (typeof part === 'string' ? part : parseHole(part))),
    };
  }
  return tokens.fail(`a value is expected before ${token.text}`);
};

const parseMember = (tokens: TokenStream, target: Expression): Expression => {
  const { at, text: name } = tokens.name('a member');
  const typeArguments = tokens.attempt(() => {
    const list = parseTypeArguments(tokens);
    return tokens.is('(') ? list : undefined;
  });
  return typeArguments ? { kind: 'member', at, target, name, typeArguments } : { kind: 'member', at, target, name };
};

const parseIndex = (tokens: TokenStream, target: Expression): Expression => {
  const index = parseExpression(tokens);
  tokens.expect(']');
  return { kind: 'index', at: index.at, target, index };
};

/** Members, calls and indexes that follow a value; after `?.` or `?[` all of them hang on the value not being null. */
const parsePostfix = (tokens: TokenStream, start: Expression): Expression => {
  let value = start;
  for (;;) {
    const { at } = tokens.peek;
    if (tokens.accept('.')) value = parseMember(tokens, value);
    else if (tokens.accept('[')) value = parseIndex(tokens, value);
    else if (tokens.accept('('))
      value = { kind: 'call', at: value.at, callee: value, arguments: parseArguments(tokens) };
    else if (tokens.is('?.') || tokens.is('?[')) {
      const placeholder: Expression = { kind: 'placeholder', at };
      const first = tokens.take().text === '?.' ? parseMember(tokens, placeholder) : parseIndex(tokens, placeholder);
      return { kind: 'null-conditional', at, target: value, rest: parsePostfix(tokens, first) };
    } else return value;
  }
};

const parseBinary = (tokens: TokenStream, left: Expression, strength: number): Expression => {
  const { at, text: operator } = tokens.take();
  if (operator === 'as' || operator === 'is') {
    if (operator === 'is' && (tokens.is('not') || tokens.is('null')))
      return tokens.fail('patterns after "is" are not supported; compare with == or !=');
    return { kind: operator, at, operand: left, type: parseType(tokens, false) };
  }
  const right = parseExpression(tokens, operator === '??' ? strength - 1 : strength);
  return { kind: 'binary', at, operator, left, right };
};

/** An expression whose operators all bind stronger than `above`. */
export const parseExpression = (tokens: TokenStream, above = 0): Expression => {
  let left = parsePostfix(tokens, parsePrimary(tokens));
  for (;;) {
    const { kind, text, at } = tokens.peek;
    const strength = kind === 'operator' || text === 'as' || text === 'is' ? strengths[text] : undefined;
    if (strength !== undefined && strength > above) left = parseBinary(tokens, left, strength);
    else if (above === 0 && tokens.accept('?')) {
      const whenTrue = parseExpression(tokens);
      tokens.expect(':');
      left = { kind: 'conditional', at, test: left, whenTrue, whenFalse: parseExpression(tokens) };
    } else return left;
  }
};

/** The whole of what stands inside `@( … )` or `@{ … }`. Throws ExpressionProblem. */
export const parseBody = (source: string, form: 'expression' | 'statements'): Body => {
  const tokens = streamOf(form === 'statements' ? `{${source}}` : source, form === 'statements' ? -1 : 0);
  const body: Body =
    form === 'statements'
      ? { kind: 'statements', statements: parseStatements(tokens) }
      : { kind: 'expression', value: parseExpression(tokens) };
  if (tokens.peek.kind !== 'end') tokens.fail(`${tokens.peek.text} is not expected here`);
  return body;
};
