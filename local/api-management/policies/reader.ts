/** Reads one policy element: attributes, children and text by name. What nobody asked for is a problem, and so is what is missing. */
import type { Step } from '../runtime/step.ts';
import type { PolicyElement, Written } from '../xml/policy-element.ts';
import type { CompileScope } from './scope.ts';
import { boolean, compileValue, decimal, integer, type Kind, text, type Value } from './value.ts';

export interface Reader {
  readonly name: string;
  readonly line: number;
  readonly scope: CompileScope;
  /** An attribute that has to be there. */
  required<T>(name: string, kind: Kind<T>): Value<T>;
  optional<T>(name: string, kind: Kind<T>): Value<T> | undefined;
  /** An attribute with a default. */
  given<T>(name: string, kind: Kind<T>, fallback: T): Value<T>;
  /** An attribute that cannot be an expression, from a list. */
  choice<T extends string>(name: string, choices: readonly T[], fallback?: T): T;
  /** An attribute that cannot be an expression. */
  fixed(name: string, fallback?: string): string;
  flag(name: string, fallback: boolean): boolean;
  number(name: string, fallback?: number): number;
  /** An attribute that changes nothing here. */
  ignore(...names: string[]): void;
  /** Child elements of this name are read elsewhere. */
  skip(name: string): void;
  /** Child elements of this name; they are finished with this one. */
  all(name: string): Reader[];
  one(name: string): Reader | undefined;
  /** The child elements as they are: for those whose order or names matter. */
  readonly elements: readonly PolicyElement[];
  /** The text between the tags. */
  content<T>(kind: Kind<T>): Value<T> | undefined;
  /** The text between the tags as written, for those that give it a meaning of their own. */
  takeText(): Written | undefined;
  /** The child elements as policies. */
  steps(): Step[];
  fail(message: string): void;
  /** Every value that was read and has to wait for bodies first. */
  readonly waiting: Value<unknown>[];
  /** Reports what nobody asked for. */
  finish(): void;
}

const nothing: Value<never> = {
  of: () => {
    throw new Error('a policy with problems does not run');
  },
};

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

export const readerOf = (element: PolicyElement, scope: CompileScope, waiting: Value<unknown>[] = []): Reader => {
  const asked = new Set<string>(['id']);
  const children = new Map<string, Reader[]>();
  let anyChildren = false;
  let askedText = false;

  const fail = (message: string): void => scope.problems.add(scope.file, element.line, `<${element.name}> ${message}`);

  const compile = <T>(written: Written, kind: Kind<T>, what: string): Value<T> => {
    const value = compileValue(written, kind, what, scope);
    if (value.ready) waiting.push(value);
    return value;
  };

  const optional = <T>(name: string, kind: Kind<T>): Value<T> | undefined => {
    asked.add(name);
    const written = element.attributes.get(name);
    return written && compile(written, kind, `attribute "${name}" of <${element.name}>`);
  };

  const constant = <T>(name: string, kind: Kind<T>, fallback: T | undefined): T => {
    const value = optional(name, kind);
    if (!value && fallback === undefined) fail(`needs the attribute "${name}"`);
    if (value && value.constant === undefined && element.attributes.get(name)?.kind === 'expression-source')
      fail(`takes no expression as "${name}"`);
    return (value?.constant ?? fallback) as T;
  };

  const reader: Reader = {
    name: element.name,
    line: element.line,
    scope,
    elements: element.children,
    waiting,
    takeText: () => {
      askedText = true;
      return element.text;
    },
    fail,
    optional,
    required: (name, kind) => {
      const value = optional(name, kind);
      if (!value) fail(`needs the attribute "${name}"`);
      return value ?? nothing;
    },
    given: (name, kind, fallback) => optional(name, kind) ?? { of: () => fallback, constant: fallback },
    choice: (name, choices, fallback) => {
      const value = constant(name, text, fallback);
      const found = choices.find((one) => one === value);
      if (value !== undefined && found === undefined)
        fail(`takes as "${name}" one of ${listed(choices)}, not "${value}"`);
      return (found ?? fallback ?? choices[0]) as (typeof choices)[number];
    },
    fixed: (name, fallback) => constant(name, text, fallback) ?? '',
    flag: (name, fallback) => constant(name, boolean, fallback),
    number: (name, fallback) => constant(name, decimal, fallback),
    ignore: (...names) => {
      for (const name of names) asked.add(name);
    },
    skip: (name) => void children.set(name, []),
    all: (name) => {
      const known = children.get(name);
      if (known) return known;
      const made = element.children
        .filter((child) => child.name === name)
        .map((child) => readerOf(child, scope, waiting));
      children.set(name, made);
      return made;
    },
    one: (name) => {
      const [first, second] = reader.all(name);
      if (second) fail(`takes one <${name}> only`);
      return first;
    },
    content: (kind) => {
      askedText = true;
      return element.text && compile(element.text, kind, `the text of <${element.name}>`);
    },
    steps: () => {
      anyChildren = true;
      return scope.compile(element.children, { ...scope, path: `${scope.path}/` });
    },
    finish: () => {
      for (const name of element.attributes.keys())
        if (!asked.has(name)) fail(`has the attribute "${name}", which is not supported`);
      for (const child of element.children)
        if (!anyChildren && !children.has(child.name))
          scope.problems.add(scope.file, child.line, `<${child.name}> is not supported in <${element.name}>`);
      if (element.text && !askedText) fail('takes no text');
      for (const child of [...children.values()].flat()) child.finish();
    },
  };
  return reader;
};

/** Positive whole numbers, which most limits are. */
export const positive: Kind<number> = {
  ...integer,
  fromText: (written) => (/^[1-9]\d*$/.test(written) ? Number(written) : new Error('must be a whole number above 0')),
};
