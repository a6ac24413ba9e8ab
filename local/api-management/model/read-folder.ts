/** Reads a whole folder in the APIOps convention. */
import type { Problems } from '../problem.ts';
import type { BackendFile, Folder, NamedValue, ProductFile, SubscriptionFile } from './folder.ts';
import {
  backendInformation,
  namedValueInformation,
  productApis,
  productInformation,
  subscriptionInformation,
} from './information.ts';
import { readApi } from './read-api.ts';
import { type FileReader, filesIn } from './read-files.ts';

const present = <T>(list: (T | undefined)[]): T[] => list.filter((item) => item !== undefined);

/** One that cannot be read stays known by its folder's name, so that its users are no second problem. */
const readNamedValue = (name: string, files: FileReader): NamedValue => {
  const file = `namedValues/${name}/namedValueInformation.json`;
  const information = files.json(file, namedValueInformation)?.properties;
  if (!information) return { file, name, displayName: name, value: '', secret: false };
  const { displayName, value, secret = false, keyVault } = information;
  return { file, name, displayName, value, secret: secret || keyVault !== undefined };
};

const readBackend = (id: string, files: FileReader): BackendFile => {
  const file = `backends/${id}/backendInformation.json`;
  const information = files.json(file, backendInformation)?.properties;
  if (!information) return { file, id, url: 'http://unreadable', headers: {}, query: {}, circuitBreaker: undefined };
  const { header = {}, query = {}, authorization } = information.credentials ?? {};
  const authorized = authorization ? { Authorization: [`${authorization.scheme} ${authorization.parameter}`] } : {};
  return {
    file,
    id,
    url: information.url,
    headers: { ...header, ...authorized },
    query,
    circuitBreaker: information.circuitBreaker?.rules[0],
  };
};

const readProduct = (id: string, files: FileReader): ProductFile | undefined => {
  const folder = `products/${id}`;
  const file = `${folder}/productInformation.json`;
  const information = files.json(file, productInformation)?.properties;
  const apis = files.exists(`${folder}/apis.json`) ? files.json(`${folder}/apis.json`, productApis) : [];
  const policy = files.policy(`${folder}/policy.xml`);
  if (!information) return undefined;
  const { displayName, subscriptionRequired = true } = information;
  return { file, id, displayName, subscriptionRequired, apis: (apis ?? []).map(({ name }) => name), policy };
};

const readSubscription = (id: string, files: FileReader): SubscriptionFile | undefined => {
  const file = `subscriptions/${id}/subscriptionInformation.json`;
  const information = files.json(file, subscriptionInformation)?.properties;
  if (!information) return undefined;
  const { displayName, scope, primaryKey, state = 'active' } = information;
  return {
    file,
    id,
    displayName,
    scope: scope.replace(/^.*\/(?=(products|apis)(\/[^/]+)?$)/, ''),
    primaryKey,
    active: state === 'active',
  };
};

const readFragments = (files: FileReader, problems: Problems): Folder['fragments'] =>
  new Map(
    files.folders('policyFragments').flatMap((id) => {
      const file = `policyFragments/${id}/policy.xml`;
      const policy = files.policy(file);
      if (!policy && !files.exists(file)) problems.add(file, undefined, 'the file is missing');
      return policy ? [[id, policy] as const] : [];
    }),
  );

/** Everything in `dir`; what cannot be read is in `problems`. */
export const readFolder = (dir: string, problems: Problems): Folder => {
  const files = filesIn(dir, problems);
  return {
    policy: files.policy('policy.xml'),
    namedValues: files.folders('namedValues').map((name) => readNamedValue(name, files)),
    fragments: readFragments(files, problems),
    backends: files.folders('backends').map((id) => readBackend(id, files)),
    apis: present(files.folders('apis').map((id) => readApi(id, files, problems))),
    products: present(files.folders('products').map((id) => readProduct(id, files))),
    subscriptions: present(files.folders('subscriptions').map((id) => readSubscription(id, files))),
  };
};
