/** Members of `string`, `char` and what can be called on either type's name. */

import type { Members } from '../binding.ts';
import { EvaluationError } from '../problem.ts';
import { toFormatted, toText } from '../text.ts';
import { arrayOf, bool, char, enumerableOf, int, object, string } from '../types.ts';
import { method, methods, optional, out, overload, property, rest } from './define.ts';
import { parseBasic, parseJwt } from './tokens.ts';
import { basicCredentials, jwt, stringComparison, stringSplitOptions } from './types.ts';

const fold = (text: string, comparison?: string): string =>
  comparison?.endsWith('IgnoreCase') ? text.toLowerCase() : text;

type Test = (text: string, part: string) => boolean;
const comparing = (test: Test) =>
  methods(
    overload([string], bool, (self: string, part: string) => test(self, part)),
    overload([string, stringComparison], bool, (self: string, part: string, comparison: string) =>
      test(fold(self, comparison), fold(part, comparison)),
    ),
    overload([char], bool, (self: string, part: string) => test(self, part)),
  );

const cut = (self: string, start: number, length?: number): string => {
  if (start < 0 || start > self.length || (length ?? 0) < 0 || start + (length ?? 0) > self.length)
    throw new EvaluationError('Index and length must refer to a location within the string. (Parameter "length")');
  return length === undefined ? self.slice(start) : self.slice(start, start + length);
};

const without = (parts: string[], options?: string): string[] =>
  options === 'RemoveEmptyEntries' ? parts.filter((part) => part !== '') : parts;

const splitBy = (self: string, separators: string[]): string[] => {
  const all = separators.length ? separators : [' ', '\t', '\n', '\r'];
  const [first = '', ...others] = all;
  return others.reduce((text, separator) => text.replaceAll(separator, first), self).split(first);
};

const characterClass = (characters: string[]): string =>
  characters.length ? `[${characters.map((one) => one.replace(/[\]\\^-]/g, '\\$&')).join('')}]` : '\\s';
const trimStart = (self: string, ...characters: string[]) =>
  self.replace(new RegExp(`^${characterClass(characters)}+`), '');
const trimEnd = (self: string, ...characters: string[]) =>
  self.replace(new RegExp(`${characterClass(characters)}+$`), '');

const at = (find: 'indexOf' | 'lastIndexOf') =>
  methods(
    overload([string], int, (self: string, part: string) => self[find](part)),
    overload([char], int, (self: string, part: string) => self[find](part)),
    overload([string, int], int, (self: string, part: string, from: number) => self[find](part, from)),
    overload([string, stringComparison], int, (self: string, part: string, comparison: string) =>
      fold(self, comparison)[find](fold(part, comparison)),
    ),
  );

const characters = arrayOf(char);

/** Members of a value of type `string`. */
export const stringMembers: Members = {
  Length: property(int, (self: string) => self.length),
  Contains: comparing((text, part) => text.includes(part)),
  StartsWith: comparing((text, part) => text.startsWith(part)),
  EndsWith: comparing((text, part) => text.endsWith(part)),
  Equals: methods(
    overload([string], bool, (self: string, other: string) => self === other),
    overload([string, stringComparison], bool, (self: string, other: string | undefined, comparison: string) =>
      other === undefined ? false : fold(self, comparison) === fold(other, comparison),
    ),
  ),
  CompareTo: method([string], int, (self: string, other: string) => compare(self, other)),
  IndexOf: at('indexOf'),
  LastIndexOf: at('lastIndexOf'),
  Insert: method(
    [int, string],
    string,
    (self: string, index: number, part: string) => cut(self, 0, index) + part + self.slice(index),
  ),
  Remove: methods(
    overload([int], string, (self: string, start: number) => cut(self, 0, start)),
    overload([int, int], string, (self: string, start: number, count: number) => {
      const removed = cut(self, start, count);
      return self.slice(0, start) + self.slice(start + removed.length);
    }),
  ),
  Replace: methods(
    overload([string, string], string, (self: string, part: string, by?: string) =>
      self.replaceAll(part, () => by ?? ''),
    ),
    overload([char, char], string, (self: string, part: string, by: string) => self.replaceAll(part, () => by)),
  ),
  Split: methods(
    overload([rest(char)], arrayOf(string), (self: string, ...separators: string[]) => splitBy(self, separators)),
    overload(
      [string, { type: stringSplitOptions, optional: true }],
      arrayOf(string),
      (self: string, separator: string, options?: string) => without(splitBy(self, [separator]), options),
    ),
    overload([char, stringSplitOptions], arrayOf(string), (self: string, separator: string, options: string) =>
      without(splitBy(self, [separator]), options),
    ),
    overload(
      [characters, optional(stringSplitOptions)],
      arrayOf(string),
      (self: string, separators: string[], options?: string) => without(splitBy(self, separators), options),
    ),
    overload(
      [arrayOf(string), stringSplitOptions],
      arrayOf(string),
      (self: string, separators: string[], options: string) => without(splitBy(self, separators), options),
    ),
  ),
  Substring: methods(
    overload([int], string, (self: string, start: number) => cut(self, start)),
    overload([int, int], string, (self: string, start: number, length: number) => cut(self, start, length)),
  ),
  ToLower: method([], string, (self: string) => self.toLowerCase()),
  ToLowerInvariant: method([], string, (self: string) => self.toLowerCase()),
  ToUpper: method([], string, (self: string) => self.toUpperCase()),
  ToUpperInvariant: method([], string, (self: string) => self.toUpperCase()),
  Trim: methods(
    overload([rest(char)], string, (self: string, ...characters: string[]) =>
      trimStart(trimEnd(self, ...characters), ...characters),
    ),
    overload([characters], string, (self: string, list: string[]) => trimStart(trimEnd(self, ...list), ...list)),
  ),
  TrimStart: method([rest(char)], string, trimStart),
  TrimEnd: method([rest(char)], string, trimEnd),
  PadLeft: methods(
    overload([int], string, (self: string, width: number) => self.padStart(width)),
    overload([int, char], string, (self: string, width: number, by: string) => self.padStart(width, by)),
  ),
  PadRight: methods(
    overload([int], string, (self: string, width: number) => self.padEnd(width)),
    overload([int, char], string, (self: string, width: number, by: string) => self.padEnd(width, by)),
  ),
  ToCharArray: method([], characters, (self: string) => self.split('')),
  AsJwt: method([], jwt, (self: string) => parseJwt(self)),
  AsBasic: method([], basicCredentials, (self: string) => parseBasic(self)),
  TryParseJwt: method([out(jwt)], bool, (self: string, result: { set(value: unknown): void }) => {
    const token = parseJwt(self);
    result.set(token);
    return token !== undefined;
  }),
  TryParseBasic: method([out(basicCredentials)], bool, (self: string, result: { set(value: unknown): void }) => {
    const credentials = parseBasic(self);
    result.set(credentials);
    return credentials !== undefined;
  }),
};

const compare = (a = '', b = '', comparison?: string): number => {
  const [left, right] = [fold(a, comparison), fold(b, comparison)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** `{0}`, `{1,8}` and `{2:yyyy}` in a composite format. */
export const format = (_: unknown, pattern: string, ...values: unknown[]): string =>
  pattern.replaceAll(
    /\{\{|\}\}|\{(\d+)(?:,(-?\d+))?(?::([^}]*))?\}/g,
    (token, index?: string, width?: string, form?: string) => {
      if (index === undefined) return token.charAt(0);
      if (Number(index) >= values.length)
        throw new EvaluationError(
          'Index (zero based) must be greater than or equal to zero and less than the size of the argument list.',
        );
      const value = values[Number(index)];
      const text = form === undefined ? toText(value) : toFormatted(value, form);
      const length = Number(width ?? 0);
      return length < 0 ? text.padEnd(-length) : text.padStart(length);
    },
  );

const join = (_: unknown, separator: string, values: Iterable<unknown>): string =>
  [...values].map(toText).join(separator);

/** What is called on the name: `string.Join`. */
export const stringStatics: Members = {
  Empty: property(string, () => ''),
  IsNullOrEmpty: method([string], bool, (_: unknown, text?: string) => text === undefined || text === ''),
  IsNullOrWhiteSpace: method([string], bool, (_: unknown, text?: string) => text === undefined || text.trim() === ''),
  Join: methods(
    overload([string, enumerableOf(string)], string, join),
    overload([string, enumerableOf(object)], string, join),
    overload([string, rest(object)], string, (_: unknown, separator: string, ...values: unknown[]) =>
      join(_, separator, values),
    ),
  ),
  Format: method([string, rest(object)], string, format),
  Concat: methods(
    overload([enumerableOf(string)], string, (_: unknown, values: Iterable<unknown>) => join(_, '', values)),
    overload([rest(object)], string, (_: unknown, ...values: unknown[]) => join(_, '', values)),
  ),
  Equals: methods(
    overload([string, string], bool, (_: unknown, a?: string, b?: string) => a === b),
    overload(
      [string, string, stringComparison],
      bool,
      (_: unknown, a: string | undefined, b: string | undefined, comparison: string) =>
        a === undefined || b === undefined ? a === b : fold(a, comparison) === fold(b, comparison),
    ),
  ),
  Compare: methods(
    overload([string, string], int, (_: unknown, a?: string, b?: string) => compare(a, b)),
    overload(
      [string, string, bool],
      int,
      (_: unknown, a: string | undefined, b: string | undefined, ignoreCase: boolean) =>
        compare(a, b, ignoreCase ? 'IgnoreCase' : ''),
    ),
    overload(
      [string, string, stringComparison],
      int,
      (_: unknown, a: string | undefined, b: string | undefined, comparison: string) => compare(a, b, comparison),
    ),
  ),
};

const isMatch = (pattern: RegExp) => method([char], bool, (_: unknown, character: string) => pattern.test(character));

export const charStatics: Members = {
  IsDigit: isMatch(/\p{Nd}/u),
  IsLetter: isMatch(/\p{L}/u),
  IsLetterOrDigit: isMatch(/[\p{L}\p{Nd}]/u),
  IsUpper: isMatch(/\p{Lu}/u),
  IsLower: isMatch(/\p{Ll}/u),
  IsWhiteSpace: isMatch(/\s/u),
  ToUpper: method([char], char, (_: unknown, character: string) => character.toUpperCase()),
  ToLower: method([char], char, (_: unknown, character: string) => character.toLowerCase()),
};
