/** Splits the text of a policy expression into tokens, as C# does (strings, verbatim and interpolated strings, chars, comments). */
import { ExpressionProblem } from './problem.ts';

export interface InterpolationHole {
  source: string;
  /** Offset of the hole in the whole expression. */
  at: number;
  format?: string;
}

export type Token = { at: number; end: number; text: string } & (
  | { kind: 'name' | 'operator' | 'end' }
  | { kind: 'string' | 'char'; value: string }
  | { kind: 'number'; value: number; type: 'int' | 'long' | 'double' | 'decimal' }
  | { kind: 'interpolated'; parts: (string | InterpolationHole)[] }
);

const operators = [
  '=>',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '??',
  '?.',
  '?[',
  '++',
  '--',
  '+=',
  '-=',
  ...'+-*/%!<>=?:.,;()[]{}&|'.split(''),
];

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

const blank = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const name = /@?[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /(?:0x([0-9a-f]+)|(\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?))([lmdf]?)/iy;

const matchAt = (pattern: RegExp, source: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

/** One escape sequence after a backslash at `at`: what it stands for and where it ends. */
const readEscape = (source: string, at: number): { value: string; end: number } => {
  const code = source[at + 1] ?? '';
  if (code === 'u' || code === 'x') {
    const digits = matchAt(code === 'u' ? /[0-9a-f]{4}/iy : /[0-9a-f]{1,4}/iy, source, at + 2)?.[0];
    if (digits === undefined) throw new ExpressionProblem(`\\${code} needs hexadecimal digits`, at);
    return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 2 + digits.length };
  }
  const value = escapes[code];
  if (value === undefined) throw new ExpressionProblem(`\\${code} is no escape sequence`, at);
  return { value, end: at + 2 };
};

const unterminated = (at: number): never => {
  throw new ExpressionProblem('this string never ends', at);
};

const readString = (source: string, at: number): Token => {
  let value = '';
  let position = at + 1;
  while (source[position] !== '"') {
    if (position >= source.length || source[position] === '\n') unterminated(at);
    if (source[position] === '\\') {
      const escape = readEscape(source, position);
      value += escape.value;
      position = escape.end;
    } else value += source[position++];
  }
  return { kind: 'string', at, end: position + 1, text: source.slice(at, position + 1), value };
};

const readVerbatim = (source: string, at: number): Token => {
  const match = matchAt(/@"((?:[^"]|"")*)"/y, source, at);
  if (match === null) return unterminated(at);
  const end = at + match[0].length;
  return { kind: 'string', at, end, text: match[0], value: (match[1] ?? '').replaceAll('""', '"') };
};

const readChar = (source: string, at: number): Token => {
  const escape = source[at + 1] === '\\' ? readEscape(source, at + 1) : { value: source[at + 1] ?? '', end: at + 2 };
  if (source[escape.end] !== "'") throw new ExpressionProblem("a char is one character between ' and '", at);
  const end = escape.end + 1;
  return { kind: 'char', at, end, text: source.slice(at, end), value: escape.value };
};

/** The end of the hole that starts after `{` at `at`: its expression, an optional `:format`, and the closing brace. */
const readHole = (source: string, at: number): { hole: InterpolationHole; end: number } => {
  let depth = 0;
  let format = -1;
  let position = at + 1;
  for (; position < source.length; position++) {
    const character = source[position] as string;
    if (format >= 0 && character !== '}') continue;
    if (character === '"' || character === "'") position = readToken(source, position).end - 1;
    else if ('([{'.includes(character)) depth++;
    else if (character === '}' && depth === 0) break;
    else if (')]}'.includes(character)) depth--;
    else if (character === ':' && depth === 0) format = position;
  }
  const expressionEnd = format < 0 ? position : format;
  const hole = { source: source.slice(at + 1, expressionEnd), at: at + 1 };
  return { hole: format < 0 ? hole : { ...hole, format: source.slice(format + 1, position) }, end: position + 1 };
};

const readInterpolated = (source: string, at: number): Token => {
  const verbatim = source[at] === '@' || source[at + 1] === '@';
  const parts: (string | InterpolationHole)[] = [];
  let text = '';
  let position = at + (verbatim ? 3 : 2);
  for (;;) {
    const character = source[position];
    const doubled = source[position + 1] === character;
    if (character === undefined) unterminated(at);
    if (character === '"' && !(verbatim && doubled)) break;
    if ((character === '{' || character === '}' || character === '"') && doubled) {
      text += character;
      position += 2;
    } else if (character === '{') {
      const { hole, end } = readHole(source, position);
      parts.push(text, hole);
      text = '';
      position = end;
    } else if (character === '\\' && !verbatim) {
      const escape = readEscape(source, position);
      text += escape.value;
      position = escape.end;
    } else {
      text += character;
      position++;
    }
  }
  parts.push(text);
  return { kind: 'interpolated', at, end: position + 1, text: source.slice(at, position + 1), parts };
};

const numberTypes = { l: 'long', m: 'decimal', d: 'double', f: 'double' } as const;

const readNumber = (source: string, at: number, match: RegExpExecArray): Token => {
  const [text, hex, digits, suffix] = match;
  const value = hex === undefined ? Number((digits ?? '').replaceAll('_', '')) : Number.parseInt(hex, 16);
  const plain = Number.isInteger(value) && !/[.e]/i.test(hex === undefined ? text : '');
  const byValue = plain ? (value > 2_147_483_647 ? 'long' : 'int') : 'double';
  const type = numberTypes[(suffix ?? '').toLowerCase() as keyof typeof numberTypes] ?? byValue;
  return { kind: 'number', at, end: at + text.length, text, value, type };
};

/** The token that starts exactly at `at` (no blanks before it). */
export const readToken = (source: string, at: number): Token => {
  const two = source.slice(at, at + 3);
  if (source[at] === '"') return readString(source, at);
  if (two.startsWith('$"') || two === '$@"' || two === '@$"') return readInterpolated(source, at);
  if (two.startsWith('@"')) return readVerbatim(source, at);
  if (source[at] === "'") return readChar(source, at);
  const digits = matchAt(number, source, at);
  if (digits !== null) return readNumber(source, at, digits);
  const word = matchAt(name, source, at)?.[0];
  if (word !== undefined) return { kind: 'name', at, end: at + word.length, text: word.replace('@', '') };
  const operator = operators.find((candidate) => source.startsWith(candidate, at));
  if (operator === undefined) throw new ExpressionProblem(`${JSON.stringify(source[at])} is not understood`, at);
  return { kind: 'operator', at, end: at + operator.length, text: operator };
};

/** Where the blanks and comments that start at `at` end. */
export const skipBlank = (source: string, at: number): number => at + (matchAt(blank, source, at)?.[0].length ?? 0);

/** All tokens, the last one of kind `end`. Throws ExpressionProblem. */
export const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  let at = skipBlank(source, 0);
  while (at < source.length) {
    const token = readToken(source, at);
    tokens.push(token);
    at = skipBlank(source, token.end);
  }
  tokens.push({ kind: 'end', at, end: at, text: 'the end' });
  return tokens;
};
