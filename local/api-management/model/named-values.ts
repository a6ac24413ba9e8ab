/** Named values: `{{name}}` in policies and backends. */
import type { NamedValue } from './folder.ts';

const pattern = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** The environment variable that gives a named value: `catalog-key` is `NAMED_VALUE_CATALOG_KEY`. */
export const variableOf = (name: string): string => `NAMED_VALUE_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

export interface NamedValues {
  /** The text with every named value in it; those that cannot be resolved are told to `fail` and stay. */
  fill(text: string, fail: (message: string) => void): string;
  /** The same for Liquid, whose own `{{ … }}` must stay: names that are no named values are left alone. */
  fillKnown(text: string, fail: (message: string) => void): string;
}

/** Values given by name win over the environment, and that over the files. */
export const namedValuesOf = (
  list: readonly NamedValue[],
  given: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv,
): NamedValues => {
  const byName = new Map(list.map((one) => [one.displayName, one]));
  const valueOf = ({ name, displayName, value }: NamedValue): string | undefined =>
    given[displayName] ?? given[name] ?? environment[variableOf(displayName)] ?? value;

  const missing = (fail: (message: string) => void, message: string): undefined => {
    fail(message);
    return undefined;
  };

  const resolve = (name: string, fail: (message: string) => void): string | undefined => {
    const found = byName.get(name);
    if (!found)
      return missing(
        fail,
        `the named value {{${name}}} does not exist; add named values/${name}/namedValueInformation.json`,
      );
    const value = valueOf(found);
    if (value === undefined)
      fail(`the named value {{${name}}} is a secret and has no value here; set ${variableOf(name)}`);
    return value;
  };

  return {
    fill: (text, fail) => text.replaceAll(pattern, (whole, name: string) => resolve(name, fail) ?? whole),
    fillKnown: (text, fail) =>
      text.replaceAll(pattern, (whole, name: string) => (byName.has(name) ? (resolve(name, fail) ?? whole) : whole)),
  };
};
