/**
 * Policy files are not XML: expressions in them carry raw quotes, `<` and `&&`. Here every expression is lifted out and a mark is
 * left in its place, which keeps the line numbers; what remains is XML. Raw and escaped expressions are both understood.
 */
import { readExpression, startsExpression } from './expression-end.ts';

export interface Lifted {
  form: 'expression' | 'statements';
  source: string;
  line: number;
}

export interface LiftedDocument {
  xml: string;
  expressions: Lifted[];
}

/** The file has an expression that never ends, or something after one. */
export class LiftError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const mark = (index: number): string => `\uE000${index}\uE001`;
const markPattern = /^\s*\uE000(\d+)\uE001\s*$/;

/** The number of the expression that stands for this whole value, or undefined. */
export const markedExpression = (value: string): number | undefined => {
  const found = markPattern.exec(value)?.[1];
  return found === undefined ? undefined : Number(found);
};

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const blankEnd = (text: string, at: number): number => {
  let end = at;
  while (/\s/.test(text[end] ?? '')) end++;
  return end;
};

/** What comes next that matters: a comment, CDATA, processing instruction, or a tag. */
const untouched: Record<string, string> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };

const untouchedEnd = (text: string, at: number): number | undefined => {
  const opening = Object.keys(untouched).find((candidate) => text.startsWith(candidate, at));
  if (opening === undefined) return undefined;
  const end = text.indexOf(untouched[opening] as string, at + opening.length);
  return end < 0 ? text.length : end + (untouched[opening] as string).length;
};

/** Takes the expressions out of a policy file. Throws LiftError. */
export const liftExpressions = (text: string): LiftedDocument => {
  const expressions: Lifted[] = [];
  let xml = '';
  let at = 0;
  let quote: string | undefined;
  let inTag = false;

  const copyTo = (end: number): void => {
    xml += text.slice(at, end);
    at = end;
  };

  /** The expression at `at`, which has to be all of the attribute or text it stands in. */
  const lift = (): void => {
    const line = lineAt(text, at);
    const found = readExpression(text, at);
    if (!found) throw new LiftError(`this expression never ends: ${text.slice(at, at + 40).trim()}`, line);
    const next = text[blankEnd(text, found.end)];
    if (next !== (quote ?? '<'))
      throw new LiftError(
        `after the expression comes ${JSON.stringify(text.slice(found.end, found.end + 20).trim())}; an expression has to be the whole value`,
        line,
      );
    expressions.push({ form: found.form, source: found.source, line });
    xml += mark(expressions.length - 1) + '\n'.repeat(text.slice(at, found.end).split('\n').length - 1);
    at = found.end;
  };

  /** Text or CDATA after a tag may begin with an expression. */
  const startText = (): void => {
    const start = blankEnd(text, at);
    if (!startsExpression(text, start)) return;
    copyTo(start);
    lift();
  };

  while (at < text.length) {
    const character = text[at];
    const end = inTag ? undefined : untouchedEnd(text, at);
    if (end !== undefined) copyTo(end);
    else if (!inTag && character === '<') {
      inTag = true;
      copyTo(at + 1);
    } else if (!inTag) copyTo(at + 1);
    else if (quote !== undefined && character === quote) {
      quote = undefined;
      copyTo(at + 1);
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      copyTo(at + 1);
      const start = blankEnd(text, at);
      if (startsExpression(text, start)) {
        copyTo(start);
        lift();
      }
    } else if (quote === undefined && character === '>') {
      inTag = false;
      copyTo(at + 1);
      startText();
    } else copyTo(at + 1);
  }
  return { xml, expressions };
};
