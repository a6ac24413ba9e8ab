/** What is wrong with a folder beyond its single policies: names that point nowhere, paths twice, fragments that nothing includes. */
import type { Folder, PolicyFile } from '../model/folder.ts';
import { compileElements } from '../policies/compile.ts';
import { sections } from '../policies/scope.ts';
import { collectProblems, type Problem, type Problems } from '../problem.ts';
import type { PolicyElement } from '../xml/policy-element.ts';
import type { Around } from './compile-api.ts';

const includes = (element: PolicyElement, id: string): boolean => {
  const written = element.attributes.get('fragment-id');
  const named = element.name === 'include-fragment' && written?.kind === 'text' && written.text === id;
  return named || element.children.some((child) => includes(child, id));
};

const policyFiles = ({ policy, fragments, products, apis }: Folder): PolicyFile[] =>
  [
    policy,
    ...fragments.values(),
    ...products.map(({ policy }) => policy),
    ...apis.flatMap(({ policy, operations }) => [policy, ...operations.map((operation) => operation.policy)]),
  ].filter((file) => file !== undefined);

/** The problems of a fragment in the section where it has the fewest: nobody says where it is to be included. */
const problemsOf = (id: string, { file, root }: PolicyFile, around: Around): Problem[] => {
  const tries = sections.map((section) => {
    const problems = collectProblems();
    const place = { scope: 'global', owner: '', path: '', including: [id], base: [], compile: compileElements };
    compileElements(root.children, { ...around, ...place, problems, file, section });
    return problems.list;
  });
  return tries.toSorted((a, b) => a.length - b.length)[0] ?? [];
};

const checkFragments = (folder: Folder, around: Around): void => {
  const files = policyFiles(folder);
  for (const [id, fragment] of folder.fragments) {
    const { file, root } = fragment;
    if (root.name !== 'fragment')
      around.problems.add(file, root.line, `starts with <${root.name}>; a policy fragment is <fragment>`);
    if (!files.some((one) => includes(one.root, id))) around.problems.list.push(...problemsOf(id, fragment, around));
  }
};

const checkApis = ({ products, apis }: Folder, problems: Problems): void => {
  const known = new Set(apis.map(({ id }) => id));
  for (const { file, apis: listed } of products)
    for (const name of listed)
      if (!known.has(name))
        problems.add(file, undefined, `the product has the API "${name}", which does not exist; add apis/${name}`);
  for (const { id, file, path } of apis)
    for (const other of apis)
      if (other.id < id && other.path === path)
        problems.add(file, undefined, `has the same path "${path}" as ${other.file}`);
};

/** Adds what is wrong to the problems. */
export const checkFolder = (folder: Folder, around: Around): void => {
  const { policy } = folder;
  checkFragments(folder, around);
  checkApis(folder, around.problems);
  if (policy?.root.children.some(({ children }) => children.some(({ name }) => name === 'base')))
    around.problems.add(policy.file, policy.root.line, '<base /> has no meaning in the policy for all APIs');
};
