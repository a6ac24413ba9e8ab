/** Reads a folder and compiles all of it, or says everything that is wrong with it. */
import type { BackendFile, Folder } from '../model/folder.ts';
import { type NamedValues, namedValuesOf } from '../model/named-values.ts';
import { readFolder } from '../model/read-folder.ts';
import { compilePipeline, type Pipeline } from '../policies/compile.ts';
import { collectProblems, type Problems } from '../problem.ts';
import type { Backend } from '../runtime/backends.ts';
import { parsePolicyXml } from '../xml/policy-element.ts';
import { checkFolder } from './check-folder.ts';
import { type Around, apiCompiler, destinationOf } from './compile-api.ts';
import type { GatewayPlan } from './plan.ts';
import { createRouter } from './router.ts';
import { subscriptionsOf } from './subscriptions.ts';

export interface PlanOptions {
  dir: string;
  /** Named values by display name; they win over the environment and the files. */
  namedValues?: Readonly<Record<string, string>>;
  /** Addresses of backends by id; they win over the files. */
  backends?: Readonly<Record<string, string>>;
  environment?: NodeJS.ProcessEnv;
}

/** What Azure runs when there is no policy for all APIs. */
const defaultPolicy = '<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>';

const emptyPipeline: Pipeline = { inbound: [], backend: [], outbound: [], 'on-error': [] };

const compileBackend = (
  file: BackendFile,
  given: string | undefined,
  { namedValues, problems }: { namedValues: NamedValues; problems: Problems },
): Backend => {
  const fill = (text: string): string =>
    namedValues.fill(text, (message) => problems.add(file.file, undefined, message));
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

type CompileOptions = Omit<PlanOptions, 'dir'>;

/** Everything that policies may name. */
const surroundings = (folder: Folder, options: CompileOptions, problems: Problems): Around => {
  const { namedValues: given = {}, backends: addresses = {}, environment = process.env } = options;
  const namedValues = namedValuesOf(folder.namedValues, given, environment);
  const backends = new Map(
    folder.backends.map((file) => [file.id, compileBackend(file, addresses[file.id], { namedValues, problems })]),
  );
  for (const id of Object.keys(addresses))
    if (!backends.has(id))
      problems.add('backends', undefined, `an address is given for the backend "${id}", which does not exist`);
  return { problems, namedValues, fragments: folder.fragments, backends };
};

/** Compiles a folder that was read. Throws FolderError with the problems of reading and of compiling. */
export const compilePlan = (folder: Folder, options: CompileOptions, problems: Problems): GatewayPlan => {
  const around = surroundings(folder, options, problems);
  const policy = folder.policy ?? { file: 'policy.xml', root: parsePolicyXml(defaultPolicy) };
  const global = compilePipeline(policy, emptyPipeline, { ...around, scope: 'global', owner: '' });
  const compileApi = apiCompiler(folder.products, global, around);
  const compiled = folder.apis.map(compileApi);
  checkFolder(folder, around);
  const plan: GatewayPlan = {
    router: createRouter(compiled, problems),
    global,
    products: new Map(folder.products.map((product) => [product.id, product])),
    subscriptions: subscriptionsOf(folder.subscriptions, options.environment ?? process.env, problems),
    counts: { apis: compiled.length, operations: compiled.flatMap(([, operations]) => operations).length },
  };
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
