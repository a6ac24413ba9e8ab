/** Finds where a policy expression ends: C#'s strings, chars, comments and brackets are balanced, XML escapes are understood. */

const entities: Record<string, string> = { '&quot;': '"', '&apos;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const entity = /&(?:quot|apos|lt|gt|amp|#\d+|#x[\da-f]+);/iy;

/** One character of C# and how many characters of the file stand for it. */
const characterAt = (text: string, at: number): { character: string; length: number } => {
  if (text[at] !== '&') return { character: text.charAt(at), length: 1 };
  entity.lastIndex = at;
  const found = entity.exec(text)?.[0];
  if (found === undefined) return { character: '&', length: 1 };
  const code = /^&#(x?)([\da-f]+);$/i.exec(found);
  const character = code ? String.fromCodePoint(Number.parseInt(code[2] ?? '', code[1] ? 16 : 10)) : entities[found];
  return { character: character ?? found, length: found.length };
};

export interface FoundExpression {
  form: 'expression' | 'statements';
  /** C#, without `@(` and `)`, with XML's escapes resolved. */
  source: string;
  /** Offset in the file after the closing bracket. */
  end: number;
}

/** A reader over the decoded characters of an expression. */
const decode = (text: string, start: number) => {
  let at = start;
  let source = '';
  return {
    get end() {
      return at;
    },
    get source() {
      return source;
    },
    get done() {
      return at >= text.length;
    },
    peek: () => characterAt(text, at).character,
    take: (): string => {
      const { character, length } = characterAt(text, at);
      at += length;
      source += character;
      return character;
    },
  };
};

type Reader = ReturnType<typeof decode>;

const skipString = (reader: Reader, verbatim: boolean): void => {
  while (!reader.done) {
    const character = reader.take();
    if (character === '\\' && !verbatim) reader.take();
    else if (character === '"') {
      if (!verbatim || reader.peek() !== '"') return;
      reader.take();
    }
  }
};

/** `{…}` of an interpolated string may hold strings and brackets of its own. */
const skipInterpolated = (reader: Reader, verbatim: boolean): void => {
  while (!reader.done) {
    const character = reader.take();
    if (character === '\\' && !verbatim) reader.take();
    else if (character === '{' && reader.peek() === '{') reader.take();
    else if (character === '{') skipBalanced(reader, '}');
    else if (character === '"') {
      if (!verbatim || reader.peek() !== '"') return;
      reader.take();
    }
  }
};

const skipChar = (reader: Reader): void => {
  if (reader.take() === '\\') reader.take();
  while (!reader.done && reader.take() !== "'");
};

const skipLine = (reader: Reader): void => {
  while (!reader.done && reader.take() !== '\n');
};

const skipComment = (reader: Reader): void => {
  reader.take();
  let last = '';
  while (!reader.done) {
    const character = reader.take();
    if (last === '*' && character === '/') return;
    last = character;
  }
};

const closing: Record<string, string> = { '(': ')', '{': '}', '[': ']' };

/** What the two characters before a quote make of the string. */
const startString = (reader: Reader, prefix: string): void => {
  const verbatim = prefix.includes('@');
  if (prefix.includes('$')) skipInterpolated(reader, verbatim);
  else skipString(reader, verbatim);
};

/** Reads up to and including `close`; false when the text ends before. */
const skipBalanced = (reader: Reader, close: string): boolean => {
  let prefix = '';
  while (!reader.done) {
    const character = reader.take();
    if (character === close) return true;
    if (character === '"') startString(reader, prefix);
    else if (character === "'") skipChar(reader);
    else if (character === '/' && reader.peek() === '/') skipLine(reader);
    else if (character === '/' && reader.peek() === '*') skipComment(reader);
    else if (Object.hasOwn(closing, character) && !skipBalanced(reader, closing[character] as string)) return false;
    prefix = character === '@' || character === '$' ? prefix + character : '';
  }
  return false;
};

/** Whether an expression starts at `at`. */
export const startsExpression = (text: string, at: number): boolean =>
  text[at] === '@' && (text[at + 1] === '(' || text[at + 1] === '{');

/** The expression that starts at `at` with `@(` or `@{`; undefined when it never ends. */
export const readExpression = (text: string, at: number): FoundExpression | undefined => {
  const open = text[at + 1] as '(' | '{';
  const reader = decode(text, at + 2);
  if (!skipBalanced(reader, closing[open] as string)) return undefined;
  return { form: open === '(' ? 'expression' : 'statements', source: reader.source.slice(0, -1), end: reader.end };
};
