/** Reads one API: its information, the operations of its OpenAPI file, and their policies. */
import type { Problems } from '../problem.ts';
import type { ApiFile, OperationFile } from './folder.ts';
import { apiInformation, specification } from './information.ts';
import type { FileReader } from './read-files.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface OpenApi {
  servers?: { url: string }[] | undefined;
  paths: Record<string, Record<string, unknown>>;
}

const readSpecification = (files: FileReader, folder: string, problems: Problems): OpenApi | undefined => {
  const json = `${folder}/specification.json`;
  const yaml = ['yaml', 'yml'].map((ending) => `${folder}/specification.${ending}`).find((file) => files.exists(file));
  if (files.exists(json)) return files.json(json, specification) as OpenApi | undefined;
  if (yaml !== undefined)
    problems.add(yaml, undefined, 'YAML is not read here; write the same document as specification.json');
  else problems.add(json, undefined, 'the file is missing; it lists the operations of the API as OpenAPI 3');
  return undefined;
};

const operationsOf = ({ paths }: OpenApi): OperationFile[] =>
  Object.entries(paths).flatMap(([urlTemplate, byMethod]) =>
    methods.flatMap((method) => {
      const found = byMethod[method] as { operationId: string; summary?: string } | undefined;
      if (!found) return [];
      const { operationId: id, summary } = found;
      return [{ id, displayName: summary ?? id, method: method.toUpperCase(), urlTemplate, policy: undefined }];
    }),
  );

/** Every operation with its policy; a policy of an operation that is not in the specification is a problem. */
const withPolicies = (
  operations: OperationFile[],
  files: FileReader,
  folder: string,
  problems: Problems,
): OperationFile[] => {
  const known = new Set(operations.map(({ id }) => id));
  for (const id of files.folders(`${folder}/operations`))
    if (!known.has(id))
      problems.add(
        `${folder}/operations/${id}`,
        undefined,
        `the specification has no operation with operationId "${id}"`,
      );
  for (const [index, { id }] of operations.entries())
    if (operations.findIndex((other) => other.id === id) < index)
      problems.add(`${folder}/specification.json`, undefined, `operationId "${id}" is given twice`);
  return operations.map((operation) => ({
    ...operation,
    policy: files.policy(`${folder}/operations/${operation.id}/policy.xml`),
  }));
};

/** The API in `apis/<id>`, or undefined (with problems) when its information cannot be read. */
export const readApi = (id: string, files: FileReader, problems: Problems): ApiFile | undefined => {
  const folder = `apis/${id}`;
  const file = `${folder}/apiInformation.json`;
  const information = files.json(file, apiInformation)?.properties;
  const openApi = readSpecification(files, folder, problems);
  const operations = withPolicies(openApi ? operationsOf(openApi) : [], files, folder, problems);
  const policy = files.policy(`${folder}/policy.xml`);
  if (!information) return undefined;
  return {
    file,
    id,
    displayName: information.displayName,
    path: information.path,
    serviceUrl: information.serviceUrl ?? openApi?.servers?.[0]?.url,
    subscriptionRequired: information.subscriptionRequired ?? true,
    keyNames: information.subscriptionKeyParameterNames ?? {
      header: 'Ocp-Apim-Subscription-Key',
      query: 'subscription-key',
    },
    revision: information.apiRevision ?? '1',
    operations,
    policy,
  };
};
