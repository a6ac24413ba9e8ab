/** Turns the elements of policy files into steps, scope in scope, with every problem collected. */
import type { PolicyFile } from '../model/folder.ts';
import type { Exchange, Place } from '../runtime/exchange.ts';
import type { Ran, Step } from '../runtime/step.ts';
import type { PolicyElement } from '../xml/policy-element.ts';
import type { Compiled } from './policy.ts';
import { readerOf } from './reader.ts';
import { policies } from './registry.ts';
import { type CompileScope, type Section, sections } from './scope.ts';
import type { Value } from './value.ts';

/** Waits for bodies only when one of the values needs them. */
const withBodies = (run: (exchange: Exchange) => Ran, waiting: readonly Value<unknown>[]) => {
  if (!waiting.length) return run;
  return (exchange: Exchange): Ran => {
    const pending = waiting.map((value) => value.ready?.(exchange)).filter((one) => one !== undefined);
    return pending.length ? Promise.all(pending).then(() => run(exchange)) : run(exchange);
  };
};

const placeOf = (element: PolicyElement, path: string, { section, scope }: CompileScope): Place => {
  const id = element.attributes.get('id');
  return { policy: element.name, policyId: id?.kind === 'text' ? id.text : '', section, scope, path };
};

const compilePolicy = (element: PolicyElement, path: string, scope: CompileScope): Step[] => {
  const fail = (message: string): Step[] => {
    scope.problems.add(scope.file, element.line, message);
    return [];
  };
  const policy = policies.get(element.name);
  if (!policy) return fail(`the policy <${element.name}> is not supported`);
  if (policy.sections && !policy.sections.includes(scope.section))
    return fail(`<${element.name}> can stand in ${policy.sections.join(', ')} only, not in ${scope.section}`);
  const reader = readerOf(element, { ...scope, path });
  const made = policy.compile(reader);
  reader.finish();
  const compiled: Compiled = typeof made === 'function' ? { run: made } : made;
  const holds = new Set([element.name, ...(compiled.inner ?? []).flatMap((step) => [...step.holds])]);
  const run = withBodies(compiled.run, compiled.ownReady ? [] : reader.waiting);
  const { preflight } = compiled;
  return [{ place: placeOf(element, path, scope), run, holds, ...(preflight && { preflight }) }];
};

const includeFragment = (element: PolicyElement, scope: CompileScope): Step[] => {
  const fail = (message: string): Step[] => {
    scope.problems.add(scope.file, element.line, message);
    return [];
  };
  const written = element.attributes.get('fragment-id');
  const id = written?.kind === 'text' ? written.text : '';
  const fragment = scope.fragments.get(id);
  if (!fragment)
    return fail(`includes the fragment "${id}", which does not exist; add policy fragments/${id}/policy.xml`);
  if (scope.including.includes(id))
    return fail(`the fragment "${id}" includes itself: ${[...scope.including, id].join(' -> ')}`);
  return compileElements(fragment.root.children, {
    ...scope,
    file: fragment.file,
    including: [...scope.including, id],
  });
};

/** Compiles policies that stand beside each other. */
export const compileElements = (elements: readonly PolicyElement[], scope: CompileScope): Step[] => {
  const seen = new Map<string, number>();
  return elements.flatMap((element) => {
    const { name, line } = element;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (name === 'include-fragment') return includeFragment(element, scope);
    if (name !== 'base') return compilePolicy(element, `${scope.path}${name}[${count}]`, scope);
    if (scope.path === '' && !scope.including.length) return [...scope.base];
    scope.problems.add(scope.file, line, '<base /> can stand directly in a section only');
    return [];
  });
};

/** The steps of one scope by section. */
export type Pipeline = Record<Section, readonly Step[]>;

/** Everything that is the same for all sections of a scope. */
export type Surroundings = Omit<CompileScope, 'section' | 'path' | 'including' | 'base' | 'compile' | 'file'>;

/** The elements of a section; undefined when the file has none, which keeps the parent's steps. */
const sectionOf = (
  { file, root }: PolicyFile,
  section: Section,
  { problems }: Surroundings,
): readonly PolicyElement[] | undefined => {
  const [found, second] = root.children.filter(({ name }) => name === section);
  if (second) problems.add(file, second.line, `has <${section}> twice`);
  return found?.children;
};

const checkRoot = ({ file, root }: PolicyFile, { problems }: Surroundings): void => {
  if (root.name !== 'policies')
    problems.add(
      file,
      root.line,
      `starts with <${root.name}>; a policy file is <policies> with ${sections.join(', ')}`,
    );
  for (const child of root.children)
    if (!(sections as readonly string[]).includes(child.name))
      problems.add(file, child.line, `<${child.name}> is no section of a policy file`);
};

/** The steps of a policy file over those of its parent; without a file they are the parent's. */
export const compilePipeline = (policy: PolicyFile | undefined, parent: Pipeline, around: Surroundings): Pipeline => {
  if (!policy) return parent;
  checkRoot(policy, around);
  const compile = (section: Section): readonly Step[] => {
    const elements = sectionOf(policy, section, around);
    const base = parent[section];
    const scope = { ...around, file: policy.file, section, path: '', including: [], base, compile: compileElements };
    return elements ? compileElements(elements, scope) : base;
  };
  return {
    inbound: compile('inbound'),
    backend: compile('backend'),
    outbound: compile('outbound'),
    'on-error': compile('on-error'),
  };
};
