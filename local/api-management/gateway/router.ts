/** Finds the API by its path and the operation by method and URL template. */
import type { OperationFile } from '../model/folder.ts';
import type { Problems } from '../problem.ts';
import type { ApiPlan, OperationPlan } from './plan.ts';

export interface Match {
  api: ApiPlan;
  operation: OperationPlan | undefined;
  parameters: ReadonlyMap<string, string>;
  /** The path behind that of the API, as received. */
  rest: string;
}

export interface Router {
  /** `path` is as received (percent-encoded); undefined when no API has it. */
  match(method: string, path: string): Match | undefined;
  /** Whether an API lives at this path. */
  hasApi(path: string): boolean;
}

interface Template {
  operation: OperationPlan;
  segments: string[];
  /** `*` or `{*rest}` at its end takes all that follows. */
  open: boolean;
}

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

const parameterIn = (segment: string): string | undefined => /^\{\*?([^}]+)\}$/.exec(segment)?.[1];

const compileTemplate = (operation: OperationPlan, { urlTemplate }: OperationFile): Template => {
  const segments = segmentsOf(urlTemplate.replace(/(?<=.)\/$/, ''));
  const last = segments.at(-1) ?? '';
  return { operation, segments, open: last === '*' || last.startsWith('{*') };
};

/** Fixed segments come before parameters, from the left, so that `/items/top` wins over `/items/{id}`. */
const rank = ({ segments, open }: Template): string =>
  segments.map((segment) => (segment.startsWith('{') || segment === '*' ? '1' : '0')).join('') + (open ? '2' : '');

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const none: ReadonlyMap<string, string> = new Map();

const fit = ({ segments, open }: Template, path: readonly string[]): ReadonlyMap<string, string> | undefined => {
  if (open ? path.length < segments.length : path.length !== segments.length) return undefined;
  let parameters: Map<string, string> | undefined;
  for (const [index, segment] of segments.entries()) {
    const rest = open && index === segments.length - 1;
    const value = rest ? path.slice(index).join('/') : (path[index] as string);
    const name = segment.startsWith('{') ? parameterIn(segment) : undefined;
    if (name !== undefined) (parameters ??= new Map()).set(name, decode(value));
    else if (segment !== value && !rest) return undefined;
    // `{id}` stands for something.
    if (name !== undefined && value === '' && !rest) return undefined;
  }
  return parameters ?? none;
};

interface ApiRoutes {
  api: ApiPlan;
  /** With a slash in front, or empty. */
  prefix: string;
  byMethod: Map<string, Template[]>;
}

const routesOf = ([api, operations]: [ApiPlan, OperationPlan[]], problems: Problems): ApiRoutes => {
  const byMethod = new Map<string, Template[]>();
  for (const [index, file] of api.file.operations.entries()) {
    const template = compileTemplate(operations[index] as OperationPlan, file);
    const list = byMethod.get(file.method) ?? [];
    const same = list.find((other) => shape(other) === shape(template));
    if (same)
      problems.add(
        api.file.file,
        undefined,
        `the operations ${same.operation.id} and ${file.id} have the same method and URL template`,
      );
    byMethod.set(file.method, [...list, template]);
  }
  for (const list of byMethod.values()) list.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return { api, prefix: api.file.path === '' ? '' : `/${api.file.path}`, byMethod };
};

const shape = ({ segments }: Template): string =>
  segments.map((segment) => (segment.startsWith('{') ? '{}' : segment)).join('/');

export const createRouter = (apis: [ApiPlan, OperationPlan[]][], problems: Problems): Router => {
  // The longest path first: `shop/orders` before `shop`.
  const routes = apis.map((api) => routesOf(api, problems)).toSorted((a, b) => b.prefix.length - a.prefix.length);
  const find = (path: string): ApiRoutes | undefined =>
    routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  return {
    hasApi: (path) => find(path) !== undefined,
    match: (method, path) => {
      const found = find(path);
      if (!found) return undefined;
      const rest = path.slice(found.prefix.length) || '/';
      const segments = segmentsOf(rest);
      for (const template of found.byMethod.get(method) ?? []) {
        const parameters = fit(template, segments);
        if (parameters) return { api: found.api, operation: template.operation, parameters, rest };
      }
      return { api: found.api, operation: undefined, parameters: none, rest };
    },
  };
};
