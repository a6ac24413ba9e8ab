/** `Regex` and its matches, on JavaScript's regular expressions. */
import type { Members } from '../binding.ts';
import { EvaluationError } from '../problem.ts';
import { arrayOf, bool, enumerableOf, int, string } from '../types.ts';
import { method, methods, overload, property } from './define.ts';
import { regexGroups, regexMatch, regexOptions } from './types.ts';

const flagOf: Record<string, string> = { IgnoreCase: 'i', Multiline: 'm', Singleline: 's' };
const cache = new Map<string, RegExp>();

/** A .NET pattern as a JavaScript one; inline options such as `(?i)` are understood at its start only. */
const compile = (pattern: string, options = 'None'): RegExp => {
  const key = `${options}/${pattern}`;
  const known = cache.get(key);
  if (known) return known;
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const flags = new Set(['g', flagOf[options] ?? '', ...(inline?.[1] ?? '').split('')].filter(Boolean));
  try {
    const made = new RegExp(pattern.slice(inline?.[0].length ?? 0), [...flags].join(''));
    if (cache.size < 1000) cache.set(key, made);
    return made;
  } catch (error) {
    throw new EvaluationError(`Invalid pattern '${pattern}': ${(error as Error).message}`);
  }
};

const matches = (text: string, pattern: string, options?: string): RegExpExecArray[] => [
  ...text.matchAll(compile(pattern, options)),
];

const replace = (_: unknown, text: string, pattern: string, by: string, options?: string): string =>
  text.replaceAll(
    compile(pattern, options),
    by.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => (/^\d+$/.test(name) ? `$${name}` : `$<${name}>`)),
  );

/** The same call with and without options. */
const either = (
  returns: Parameters<typeof overload>[1],
  call: (text: string, pattern: string, options?: string) => unknown,
) =>
  methods(
    overload([string, string], returns, (_: unknown, text: string, pattern: string) => call(text, pattern)),
    overload([string, string, regexOptions], returns, (_: unknown, text: string, pattern: string, options: string) =>
      call(text, pattern, options),
    ),
  );

export const regexStatics: Members = {
  IsMatch: either(bool, (text, pattern, options) => matches(text, pattern, options).length > 0),
  Match: either(regexMatch, (text, pattern, options) => matches(text, pattern, options)[0] ?? noMatch),
  Matches: either(enumerableOf(regexMatch), matches),
  Split: either(arrayOf(string), (text, pattern, options) => text.split(compile(pattern, options))),
  Replace: methods(
    overload([string, string, string], string, replace),
    overload([string, string, string, regexOptions], string, replace),
  ),
  Escape: method([string], string, (_: unknown, text: string) => text.replaceAll(/[\\*+?|{[()^$.# ]/g, '\\$&')),
};

type Match = string[] & { index?: number; groups?: Record<string, string> };
const noMatch: Match = [];

interface Group {
  value: string | undefined;
}

export const matchMembers: Members = {
  Success: property(bool, (self: Match) => self.length > 0),
  Value: property(string, (self: Match) => self[0] ?? ''),
  Index: property(int, (self: Match) => self.index ?? 0),
  Length: property(int, (self: Match) => self[0]?.length ?? 0),
  Groups: property(regexGroups, (self: Match) => self),
};

export const groupMembers: Members = {
  Success: property(bool, (self: Group) => self.value !== undefined),
  Value: property(string, (self: Group) => self.value ?? ''),
};

export const groupsMembers: Members = { Count: property(int, (self: Match) => self.length) };

/** `match.Groups[1]` and `match.Groups["name"]`. */
export const groupOf = (self: Match, key: unknown): Group => ({
  value: typeof key === 'number' ? self[key] : self.groups?.[String(key)],
});
