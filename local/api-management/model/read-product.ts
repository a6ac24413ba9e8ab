/** Reads one product: what it says of itself, which APIs it is made of, and which groups of people see it. */
import type { Problems } from '../problem.ts';
import type { ProductFile } from './folder.ts';
import { link, productInformation } from './information.ts';
import type { FileReader } from './read-files.ts';

/** The groups that every API Management service has. */
const builtInGroups = ['administrators', 'developers', 'guests'];

/** Names of what a product is linked to: each is a folder that holds one file. */
const linksIn = (files: FileReader, folder: string, file: string): { name: string; file: string }[] =>
  files.folders(folder).map((name) => {
    const path = `${folder}/${name}/${file}`;
    files.json(path, link);
    return { name, file: path };
  });

const checkGroups = (files: FileReader, folder: string, problems: Problems): void => {
  const known = new Set([...builtInGroups, ...files.folders('groups')]);
  for (const { name, file } of linksIn(files, `${folder}/groups`, 'productGroupInformation.json'))
    if (!known.has(name))
      problems.add(file, undefined, `names the group "${name}", which does not exist; add groups/${name}`);
};

/** The lists that APIOps wrote before version 6; links read as no links would change who may call what. */
const refuseOlderLists = (files: FileReader, folder: string, problems: Problems): void => {
  for (const list of ['apis', 'groups'])
    if (files.exists(`${folder}/${list}.json`))
      problems.add(
        `${folder}/${list}.json`,
        undefined,
        `is APIOps' way before version 6; write a folder ${list}/NAME for each`,
      );
};

/** The product in `products/<id>`, or undefined (with problems) when its information cannot be read. */
export const readProduct = (id: string, files: FileReader, problems: Problems): ProductFile | undefined => {
  const folder = `products/${id}`;
  const file = `${folder}/productInformation.json`;
  const information = files.json(file, productInformation)?.properties;
  refuseOlderLists(files, folder, problems);
  checkGroups(files, folder, problems);
  const apis = linksIn(files, `${folder}/apis`, 'productApiInformation.json');
  const policy = files.policy(`${folder}/policy.xml`);
  if (!information) return undefined;
  const { displayName, subscriptionRequired = true } = information;
  return { file, id, displayName, subscriptionRequired, apis: apis.map(({ name }) => name), policy };
};
