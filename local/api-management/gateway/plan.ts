/** The folder, compiled: every operation with its steps, ready to run. */

import type { Described } from '../expressions/context.ts';
import type { ApiFile, BackendFile, Folder, ProductFile } from '../model/folder.ts';
import { type NamedValues, namedValuesOf } from '../model/named-values.ts';
import { readFolder } from '../model/read-folder.ts';
import { compileElements, compilePipeline, type Pipeline } from '../policies/compile.ts';
import { collectProblems, type Problems } from '../problem.ts';
import type { Backend } from '../runtime/backends.ts';
import { type Destination, parseDestination } from '../runtime/url.ts';
import { parsePolicyXml } from '../xml/policy-element.ts';
import { createRouter, type Router } from './router.ts';
import { type Subscriptions, subscriptionsOf } from './subscriptions.ts';

export interface PlanOptions {
  dir: string;
  /** Named values by display name; they win over the environment and the files. */
  namedValues?: Readonly<Record<string, string>>;
  /** Addresses of backends by id; they win over the files. */
  backends?: Readonly<Record<string, string>>;
  environment?: NodeJS.ProcessEnv;
}

export interface ApiPlan {
  file: ApiFile;
  described: Described;
  destination: Destination;
  /** For requests that match no operation. */
  pipeline: Pipeline;
  /** The open product that the API is in, if any. */
  openProduct: string | undefined;
}

export interface OperationPlan {
  api: ApiPlan;
  id: string;
  described: Described;
  /** By product; the key `''` is for requests outside any product. */
  pipelines: ReadonlyMap<string, Pipeline>;
}

export interface GatewayPlan {
  router: Router;
  global: Pipeline;
  products: ReadonlyMap<string, ProductFile>;
  subscriptions: Subscriptions;
  /** How many APIs, operations and policy files there are. */
  counts: { apis: number; operations: number };
}

/** What Azure runs when there is no policy for all APIs. */
const defaultPolicy = '<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>';

const nowhere: Destination = { scheme: 'http', host: '', port: 80, basePath: '' };
const emptyPipeline: Pipeline = { inbound: [], backend: [], outbound: [], 'on-error': [] };

const destinationOf = (url: string, file: string, problems: Problems): Destination => {
  try {
    return parseDestination(url);
  } catch {
    problems.add(file, undefined, `"${url}" must be an http or https address`);
    return nowhere;
  }
};

const compileBackend = (
  file: BackendFile,
  given: string | undefined,
  names: NamedValues,
  problems: Problems,
): Backend => {
  const fill = (text: string): string => names.fill(text, (message) => problems.add(file.file, undefined, message));
  const filled = (lists: Record<string, string[]>) =>
    Object.entries(lists).map(([name, values]): [string, string[]] => [name, values.map(fill)]);
  return {
    id: file.id,
    destination: destinationOf(given ?? fill(file.url), file.file, problems),
    headers: filled(file.headers),
    query: filled(file.query),
    circuitBreaker: file.circuitBreaker,
  };
};

const describeApi = ({ id, displayName, path, revision }: ApiFile): Described => ({
  id,
  name: displayName,
  path,
  revision,
  version: undefined,
  isCurrentRevision: true,
});

const checkNames = ({ products, apis, policy, fragments }: Folder, problems: Problems): void => {
  const known = new Set(apis.map(({ id }) => id));
  for (const { file, apis: listed } of products)
    for (const name of listed)
      if (!known.has(name)) problems.add(file, undefined, `lists the API "${name}", which does not exist`);
  for (const { file, root } of fragments.values())
    if (root.name !== 'fragment')
      problems.add(file, root.line, `starts with <${root.name}>; a policy fragment is <fragment>`);
  for (const { id, file, path } of apis)
    for (const other of apis)
      if (other.id < id && other.path === path)
        problems.add(file, undefined, `has the same path "${path}" as ${other.file}`);
  if (policy?.root.children.some(({ children }) => children.some(({ name }) => name === 'base')))
    problems.add(policy.file, policy.root.line, '<base /> has no meaning in the policy for all APIs');
};

const compileFolder = (folder: Folder, options: Omit<PlanOptions, 'dir'>, problems: Problems): GatewayPlan => {
  const namedValues = namedValuesOf(folder.namedValues, options.namedValues ?? {}, options.environment ?? process.env);
  const backends = new Map(
    folder.backends.map((file) => [file.id, compileBackend(file, options.backends?.[file.id], namedValues, problems)]),
  );
  for (const id of Object.keys(options.backends ?? {}))
    if (!backends.has(id))
      problems.add('backends', undefined, `an address is given for the backend "${id}", which does not exist`);
  const around = { problems, namedValues, fragments: folder.fragments, backends };
  const policy = folder.policy ?? { file: 'policy.xml', root: parsePolicyXml(defaultPolicy) };
  const global = compilePipeline(policy, emptyPipeline, { ...around, scope: 'global', owner: '' });
  // A fragment that nothing includes is compiled too, so that its mistakes do not wait for its first use.
  for (const [id, { file, root }] of folder.fragments)
    if (!mentions(folder, id))
      compileElements(root.children, {
        ...around,
        file,
        section: 'inbound',
        scope: 'global',
        owner: '',
        path: '',
        including: [id],
        base: [],
        compile: compileElements,
      });

  const productPipelines = new Map(
    folder.products.map(({ id, policy }) => [
      id,
      compilePipeline(policy, global, { ...around, scope: 'product', owner: id }),
    ]),
  );

  const compileApi = (file: ApiFile): [ApiPlan, OperationPlan[]] => {
    const inProducts = folder.products.filter(({ apis }) => apis.includes(file.id));
    const parents = new Map([
      ['', global],
      ...inProducts.map(({ id }): [string, Pipeline] => [id, productPipelines.get(id) ?? global]),
    ]);
    const open = inProducts.filter(({ subscriptionRequired }) => !subscriptionRequired);
    if (open[1])
      problems.add(file.file, undefined, `is in more than one open product: ${open.map(({ id }) => id).join(', ')}`);
    const fill = (text: string): string =>
      namedValues.fill(text, (message) => problems.add(file.file, undefined, message));
    const destination =
      file.serviceUrl === undefined || file.serviceUrl === '' || file.serviceUrl.startsWith('/')
        ? nowhere
        : destinationOf(fill(file.serviceUrl), file.file, problems);
    const silent = collectProblems();
    const forApi = new Map(
      // The same file is compiled over each parent; its problems are reported for the first one only.
      [...parents].map(([product, parent], index) => [
        product,
        compilePipeline(file.policy, parent, {
          ...around,
          problems: index ? silent : problems,
          scope: 'api',
          owner: file.id,
        }),
      ]),
    );
    const api: ApiPlan = {
      file,
      described: describeApi(file),
      destination,
      pipeline: forApi.get('') ?? global,
      openProduct: open[0]?.id,
    };
    const operations = file.operations.map(
      ({ id, displayName, method, urlTemplate, policy }): OperationPlan => ({
        api,
        id,
        described: { id, name: displayName, method, urlTemplate },
        pipelines: new Map(
          [...forApi].map(([product, parent], index) => [
            product,
            compilePipeline(policy, parent, {
              ...around,
              problems: index ? silent : problems,
              scope: 'operation',
              owner: `${file.id}/${id}`,
            }),
          ]),
        ),
      }),
    );
    return [api, operations];
  };

  const compiled = folder.apis.map(compileApi);
  checkNames(folder, problems);
  return {
    router: createRouter(compiled, problems),
    global,
    products: new Map(folder.products.map((product) => [product.id, product])),
    subscriptions: subscriptionsOf(folder.subscriptions, options.environment ?? process.env, problems),
    counts: {
      apis: folder.apis.length,
      operations: compiled.reduce((sum, [, operations]) => sum + operations.length, 0),
    },
  };
};

const mentions = (folder: Folder, id: string): boolean => {
  const uses = (
    element: Folder['fragments'] extends Map<string, infer F> ? (F extends { root: infer R } ? R : never) : never,
  ): boolean => {
    const written = element.attributes.get('fragment-id');
    return (
      (element.name === 'include-fragment' && written?.kind === 'text' && written.text === id) ||
      element.children.some(uses)
    );
  };
  const files = [
    folder.policy,
    ...folder.fragments.values(),
    ...folder.products.map(({ policy }) => policy),
    ...folder.apis.flatMap(({ policy, operations }) => [policy, ...operations.map((one) => one.policy)]),
  ];
  return files.some((file) => file !== undefined && uses(file.root));
};

/** Compiles a folder that was read. Throws FolderError with the problems of reading and of compiling. */
export const compilePlan = (folder: Folder, options: Omit<PlanOptions, 'dir'>, problems: Problems): GatewayPlan => {
  const plan = compileFolder(folder, options, problems);
  problems.throwIfAny();
  return plan;
};

/** Reads and compiles a folder. Throws FolderError with every problem that there is. */
export const loadPlan = (options: PlanOptions): GatewayPlan => {
  const problems = collectProblems();
  const folder = readFolder(options.dir, problems);
  if (!folder.apis.length && !problems.list.length)
    problems.add('apis', undefined, `there is no API in ${options.dir}`);
  return compilePlan(folder, options, problems);
};
