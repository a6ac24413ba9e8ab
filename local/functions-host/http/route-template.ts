/** ASP.NET route templates: `items/{id:int}`, `{x?}`, `{x=5}`, `files/{*rest}`, `{name}.{extension}`. Pure. */
import { type Constraint, parseConstraint } from './route-constraints.ts';

export interface Parameter {
  name: string;
  optional: boolean;
  default?: string;
  constraints: readonly Constraint[];
  /** The constraints as written, `int:min(1)`. */
  constraintText: string;
}

const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

export type Segment =
  /** In lower case: literals match without regard to case. */
  | { kind: 'literal'; text: string }
  | { kind: 'parameter'; parameter: Parameter }
  /** Parameters and text mixed; `pattern` has one group per parameter. */
  | { kind: 'mixed'; parameters: readonly Parameter[]; pattern: RegExp }
  | { kind: 'rest'; parameter: Parameter };

type Part = { text: string } | { parameter: Parameter; rest: boolean };

/** Splits at `separator` outside braces; `{{` and `}}` are braces as text. */
const split = (text: string, separator: string): string[] => {
  const parts = [''];
  let depth = 0;
  for (const match of text.matchAll(/\{\{|\}\}|[^]/g)) {
    const [piece] = match;
    if (piece === '{') depth += 1;
    if (piece === '}') depth -= 1;
    if (piece === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  if (depth !== 0) throw new Error('its braces do not match');
  return parts;
};

/** `name:int:min(1)?` and the like, at the colons that stand outside parentheses. */
const splitConstraints = (text: string): string[] => text.split(/:(?![^(]*\))/);

const parseParameter = (inner: string): Part => {
  const stars = /^\**/.exec(inner)?.[0].length ?? 0;
  const [body = '', ...defaults] = inner.slice(stars).replaceAll('{{', '{').replaceAll('}}', '}').split('=');
  const optional = body.endsWith('?');
  const [name = '', ...constraints] = splitConstraints(optional ? body.slice(0, -1) : body);
  if (!/^[^/{}?*:=]+$/.test(name)) throw new Error(`"{${inner}}" is no parameter`);
  const fallback = defaults.length > 0 ? { default: defaults.join('=') } : {};
  const constraintText = constraints.join(':');
  return {
    rest: stars > 0,
    parameter: { name, optional, ...fallback, constraints: constraints.map(parseConstraint), constraintText },
  };
};

const parseParts = (segment: string): Part[] =>
  segment
    .split(/(\{(?!\{)(?:[^{}]|\{\{|\}\})*\})/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith('{') && !piece.startsWith('{{')
        ? parseParameter(piece.slice(1, -1))
        : { text: piece.replaceAll('{{', '{').replaceAll('}}', '}').toLowerCase() },
    );

const mixed = (parts: readonly Part[]): Segment => {
  const source = parts.map((part) => ('text' in part ? escapeRegExp(part.text) : '(.+?)')).join('');
  const parameters = parts.flatMap((part) => ('text' in part ? [] : [part.parameter]));
  return { kind: 'mixed', parameters, pattern: new RegExp(`^${source}$`, 'i') };
};

const parseSegment = (text: string, at: number, all: readonly string[]): Segment => {
  const parts = parseParts(text);
  const [first] = parts;
  if (first === undefined) throw new Error('it has an empty segment');
  if (parts.length > 1) return mixed(parts);
  if ('text' in first) return { kind: 'literal', text: first.text };
  const { parameter, rest } = first;
  if (rest && at < all.length - 1) throw new Error(`nothing may follow {*${parameter.name}}`);
  return { kind: rest ? 'rest' : 'parameter', parameter };
};

/** Parses a template; throws an Error that completes the sentence `route "…": …`. */
export const parseTemplate = (template: string): Segment[] => {
  const text = template.replace(/^~?\//, '').replace(/\/$/, '');
  if (text === '') return [];
  const segments = split(text, '/').map(parseSegment);
  const names = segments.flatMap(parametersOf).map((parameter) => parameter.name.toLowerCase());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`it has the parameter {${twice}} twice`);
  return segments;
};

export const parametersOf = (segment: Segment): readonly Parameter[] => {
  switch (segment.kind) {
    case 'literal':
      return [];
    case 'mixed':
      return segment.parameters;
    case 'parameter':
    case 'rest':
      return [segment.parameter];
  }
};

const digit = (segment: Segment): number => {
  if (segment.kind === 'literal') return 1;
  if (segment.kind === 'mixed') return 2;
  const loose = segment.kind === 'rest' ? 5 : 3;
  return segment.parameter.constraints.length > 0 ? loose - 1 : loose;
};

/** ASP.NET's order: text before constrained before free parameters before the rest, segment by segment from the left. */
export const precedence = (segments: readonly Segment[]): string => segments.map(digit).join('');
