/** Compiles an API and its operations, once for requests outside of products and once for each product that it is in. */
import type { Described } from '../expressions/context.ts';
import type { ApiFile, OperationFile, ProductFile } from '../model/folder.ts';
import { compilePipeline, type Pipeline, type Surroundings } from '../policies/compile.ts';
import type { Problems } from '../problem.ts';
import { type Destination, parseDestination } from '../runtime/url.ts';
import type { ApiPlan, OperationPlan } from './plan.ts';

/** What is the same for all scopes. */
export type Around = Omit<Surroundings, 'scope' | 'owner'>;

/** By product; `''` is outside of any. */
type Pipelines = ReadonlyMap<string, Pipeline>;

const nowhere: Destination = { scheme: 'http', host: '', port: 80, basePath: '' };

export const destinationOf = (url: string, file: string, problems: Problems): Destination => {
  try {
    return parseDestination(url);
  } catch {
    problems.add(file, undefined, `"${url}" must be an http or https address`);
    return nowhere;
  }
};

const describeApi = ({ id, displayName, path, revision }: ApiFile): Described => ({
  id,
  name: displayName,
  path,
  revision,
  version: undefined,
  isCurrentRevision: true,
});

/** Where the API's own backend is; a relative address of its specification is none. */
const serviceOf = ({ serviceUrl, file }: ApiFile, { namedValues, problems }: Around): Destination => {
  if (serviceUrl === undefined || serviceUrl === '' || serviceUrl.startsWith('/')) return nowhere;
  const filled = namedValues.fill(serviceUrl, (message) => problems.add(file, undefined, message));
  return destinationOf(filled, file, problems);
};

const mapValues = (pipelines: Pipelines, change: (parent: Pipeline) => Pipeline): Pipelines =>
  new Map([...pipelines].map(([product, parent]) => [product, change(parent)]));

/** The compiler of single APIs, given what stands above them. */
export const apiCompiler = (products: readonly ProductFile[], global: Pipeline, around: Around) => {
  const ofProducts = new Map(
    products.map(({ id, policy }) => [id, compilePipeline(policy, global, { ...around, scope: 'product', owner: id })]),
  );

  const openProduct = (inProducts: readonly ProductFile[], { file }: ApiFile): string | undefined => {
    const open = inProducts.filter(({ subscriptionRequired }) => !subscriptionRequired).map(({ id }) => id);
    if (open[1]) around.problems.add(file, undefined, `is in more than one open product: ${open.join(', ')}`);
    return open[0];
  };

  const compileOperation = (file: OperationFile, api: ApiPlan, parents: Pipelines): OperationPlan => {
    const { id, displayName, method, urlTemplate, policy } = file;
    const owner = `${api.file.id}/${id}`;
    return {
      api,
      id,
      described: { id, name: displayName, method, urlTemplate },
      pipelines: mapValues(parents, (parent) =>
        compilePipeline(policy, parent, { ...around, scope: 'operation', owner }),
      ),
    };
  };

  return (file: ApiFile): [ApiPlan, OperationPlan[]] => {
    const inProducts = products.filter(({ apis }) => apis.includes(file.id));
    const parents: Pipelines = new Map([
      ['', global],
      ...inProducts.map(({ id }): [string, Pipeline] => [id, ofProducts.get(id) ?? global]),
    ]);
    const pipelines = mapValues(parents, (parent) =>
      compilePipeline(file.policy, parent, { ...around, scope: 'api', owner: file.id }),
    );
    const api: ApiPlan = {
      file,
      described: describeApi(file),
      destination: serviceOf(file, around),
      pipeline: pipelines.get('') ?? global,
      openProduct: openProduct(inProducts, file),
    };
    return [api, file.operations.map((operation) => compileOperation(operation, api, pipelines))];
  };
};
