/** What a policy is compiled in: its file and section, and everything that it may name. */
import type { PolicyFile } from '../model/folder.ts';
import type { NamedValues } from '../model/named-values.ts';
import type { Problems } from '../problem.ts';
import type { Backend } from '../runtime/backends.ts';
import type { Step } from '../runtime/step.ts';
import type { PolicyElement } from '../xml/policy-element.ts';

export const sections = ['inbound', 'backend', 'outbound', 'on-error'] as const;
export type Section = (typeof sections)[number];

export interface CompileScope {
  file: string;
  section: Section;
  /** `global`, `product`, `api` or `operation`. */
  scope: string;
  /** Where in the section, such as `choose[1]/when[2]`. */
  path: string;
  /** Identifies the API and operation, for counters of their own. */
  owner: string;
  problems: Problems;
  namedValues: NamedValues;
  fragments: ReadonlyMap<string, PolicyFile>;
  backends: ReadonlyMap<string, Backend>;
  /** Fragments that are being included, to find circles. */
  including: readonly string[];
  /** The parent scope's steps, for `<base />`. */
  base: readonly Step[];
  /** Compiles the policies in an element. */
  compile: (elements: readonly PolicyElement[], scope: CompileScope) => Step[];
}
