/** A policy file as a tree of elements whose values are text or expressions. */
import { parseXml, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import { readExpression, startsExpression } from './expression-end.ts';
import { LiftError, type Lifted, liftExpressions, markedExpression } from './lift-expressions.ts';

/** An attribute's or element's value as written, before named values are put in. */
export type Written = { line: number } & ({ kind: 'text'; text: string } | (Lifted & { kind: 'expression-source' }));

export interface PolicyElement {
  name: string;
  line: number;
  attributes: Map<string, Written>;
  children: PolicyElement[];
  /** The text between its tags; undefined when there is none but blanks. */
  text: Written | undefined;
}

/** The file is no policy document. */
export class PolicyXmlError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Text of CDATA may be an expression too. */
const fromText = (text: string, line: number): Written => {
  const trimmed = text.trim();
  const found = startsExpression(trimmed, 0) ? readExpression(trimmed, 0) : undefined;
  if (found?.end === trimmed.length) return { kind: 'expression-source', form: found.form, source: found.source, line };
  return { kind: 'text', text, line };
};

/** Parses one policy file. Throws PolicyXmlError. */
export const parsePolicyXml = (text: string): PolicyElement => {
  const { xml, expressions } = lifted(text);
  const lineOf = (offset: number): number => xml.slice(0, Math.max(offset, 0)).split('\n').length;

  const written = (value: string, line: number): Written => {
    const index = markedExpression(value);
    const expression = index === undefined ? undefined : expressions[index];
    return expression ? { kind: 'expression-source', ...expression } : fromText(value, line);
  };

  const convert = (element: XmlElement): PolicyElement => {
    const line = lineOf(element.start);
    const children = element.children.filter((child) => child instanceof XmlElement);
    const own = element.children.filter((child) => child instanceof XmlText);
    const content = own.map((child) => child.text).join('');
    return {
      name: element.name,
      line,
      attributes: new Map(Object.entries(element.attributes).map(([name, value]) => [name, written(value, line)])),
      children: children.map(convert),
      text: content.trim() === '' ? undefined : written(content, lineOf(own[0]?.start ?? element.start)),
    };
  };

  return convert(root(xml));
};

const lifted = (text: string) => {
  try {
    return liftExpressions(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw error instanceof LiftError ? new PolicyXmlError(error.message, error.line) : error;
  }
};

const root = (xml: string): XmlElement => {
  try {
    const { root } = parseXml(xml, { includeOffsets: true });
    if (root) return root;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new PolicyXmlError(error.message.split('\n')[0] ?? error.message, error.line);
  }
  throw new PolicyXmlError('the file has no element', 1);
};
