/** Where a request goes: rewrite-uri and set-backend-service. */
import { EvaluationError } from '../expressions/problem.ts';
import type { Exchange } from '../runtime/exchange.ts';
import { type Destination, parseDestination, Query } from '../runtime/url.ts';
import type { Policy } from './policy.ts';
import { type Kind, text } from './value.ts';

/** `{id}` and `{*rest}` of the operation's template, with the values of this request. */
const fillTemplate = (template: string, exchange: Exchange): string =>
  template.replaceAll(/\{\*?([^}]+)\}/g, (whole, name: string) => {
    const value = exchange.request.matchedParameters.get(name);
    return typeof value === 'string' ? value.split('/').map(encodeURIComponent).join('/') : whole;
  });

const withQuery = (exchange: Exchange, path: string, copyUnmatched: boolean): void => {
  const { url } = exchange.request;
  const [pathname = '', query = ''] = path.split('?', 2);
  const parameters = new Query(query);
  if (copyUnmatched)
    for (const [name, values] of url.query) if (!parameters.parameters.has(name)) parameters.set(name, values);
  url.relativePath = pathname.startsWith('/') ? pathname : `/${pathname}`;
  if (query !== '' || !copyUnmatched) url.parameters = parameters;
};

const template: Kind<string> = {
  ...text,
  fromText: (written) => (written.startsWith('/') ? written : new Error('must start with a slash')),
};

export const rewriteUri: Policy = {
  sections: ['inbound'],
  compile: (reader) => {
    const target = reader.required('template', template);
    const copyUnmatched = reader.flag('copy-unmatched-params', true);
    return (exchange) => withQuery(exchange, fillTemplate(target.of(exchange), exchange), copyUnmatched);
  },
};

const address: Kind<Destination> = {
  fromText: (written) => {
    try {
      return parseDestination(written);
    } catch {
      return new Error('must be an http or https address');
    }
  },
  refuses: text.refuses,
  fromResult: (result) => {
    try {
      return parseDestination(text.fromResult(result));
    } catch {
      throw new EvaluationError(`"${text.fromResult(result)}" is neither an http nor an https address.`);
    }
  },
};

export const setBackendService: Policy = {
  sections: ['inbound', 'backend'],
  compile: (reader) => {
    const url = reader.optional('base-url', address);
    const id = reader.optional('backend-id', text);
    const { backends } = reader.scope;
    if ((url === undefined) === (id === undefined)) reader.fail('needs either "base-url" or "backend-id"');
    if (id?.constant !== undefined && !backends.has(id.constant))
      reader.fail(
        `names the backend "${id.constant}", which does not exist; add backends/${id.constant}/backendInformation.json`,
      );
    if (url)
      return (exchange) => {
        exchange.backend = undefined;
        exchange.request.url.destination = url.of(exchange);
        return undefined;
      };
    return (exchange) => {
      const name = id?.of(exchange) ?? '';
      const backend = backends.get(name);
      if (!backend) throw new EvaluationError(`The backend "${name}" does not exist.`);
      exchange.backend = backend;
      exchange.request.url.destination = backend.destination;
      return undefined;
    };
  },
};
