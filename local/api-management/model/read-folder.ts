/** Reads a whole folder in the APIOps convention. */
import type { Problems } from '../problem.ts';
import type { BackendFile, Folder, NamedValue, SubscriptionFile } from './folder.ts';
import { backendInformation, namedValueInformation, subscriptionInformation } from './information.ts';
import { readApi } from './read-api.ts';
import { type FileReader, filesIn } from './read-files.ts';
import { readProduct } from './read-product.ts';

const present = <T>(list: (T | undefined)[]): T[] => list.filter((item) => item !== undefined);

/** One that cannot be read stays known by its folder's name, so that its users are no second problem. */
const readNamedValue = (name: string, files: FileReader): NamedValue => {
  const file = `named values/${name}/namedValueInformation.json`;
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
    files.folders('policy fragments').flatMap((id) => {
      const file = `policy fragments/${id}/policy.xml`;
      const policy = files.policy(file);
      if (!policy && !files.exists(file)) problems.add(file, undefined, 'the file is missing');
      return policy ? [[id, policy] as const] : [];
    }),
  );

const read = ['apis', 'backends', 'named values', 'policy fragments', 'products', 'subscriptions'];

/** Further folders that APIOps extracts and that do not change how a request is treated. */
const withoutEffect = ['diagnostics', 'groups', 'loggers', 'tags'];

const checkFolderNames = (files: FileReader, problems: Problems): void => {
  for (const name of files.folders(''))
    if (!read.includes(name) && !withoutEffect.includes(name) && !name.startsWith('.'))
      problems.add(name, undefined, `is not executed here; the folders are ${[...read, ...withoutEffect].join(', ')}`);
};

/** Everything in `dir`; what cannot be read is in `problems`. */
export const readFolder = (dir: string, problems: Problems): Folder => {
  const files = filesIn(dir, problems);
  checkFolderNames(files, problems);
  return {
    policy: files.policy('policy.xml'),
    namedValues: files.folders('named values').map((name) => readNamedValue(name, files)),
    fragments: readFragments(files, problems),
    backends: files.folders('backends').map((id) => readBackend(id, files)),
    apis: present(files.folders('apis').map((id) => readApi(id, files, problems))),
    products: present(files.folders('products').map((id) => readProduct(id, files, problems))),
    subscriptions: present(files.folders('subscriptions').map((id) => readSubscription(id, files))),
  };
};
