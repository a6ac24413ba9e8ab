/** The address of a request in its parts: where it goes (scheme, host, base path), the path there, and the query. */
import type { UrlView } from '../expressions/context.ts';

/** Where requests go: the address of an API or backend. */
export interface Destination {
  scheme: 'http' | 'https';
  host: string;
  port: number;
  /** Without a slash at its end. */
  basePath: string;
}

/** Throws if the text is no http or https address. */
export const parseDestination = (text: string): Destination => {
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`${text} is neither http nor https`);
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (scheme === 'https' ? 443 : 80),
    basePath: url.pathname.replace(/\/$/, ''),
  };
};

/** The query as received until someone changes it. */
export class Query {
  #text: string;
  #parameters: Map<string, string[]> | undefined;

  /** `text` is without its `?`. */
  constructor(text: string) {
    this.#text = text;
  }

  get parameters(): ReadonlyMap<string, string[]> {
    return (this.#parameters ??= parseQuery(this.#text));
  }

  /** With its `?`, or empty. */
  get text(): string {
    return this.#text === '' ? '' : `?${this.#text}`;
  }

  /** Sets a parameter's values; none removes it. */
  set(name: string, values: readonly string[]): void {
    const parameters = new Map(this.parameters);
    if (values.length) parameters.set(name, [...values]);
    else parameters.delete(name);
    this.#parameters = parameters;
    this.#text = [...parameters]
      .flatMap(([key, list]) => list.map((value) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`))
      .join('&');
  }

  copy(): Query {
    return new Query(this.#text);
  }
}

const parseQuery = (text: string): Map<string, string[]> => {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) parameters.set(name, [...(parameters.get(name) ?? []), value]);
  return parameters;
};

export class Url implements UrlView {
  destination: Destination;
  /** Behind the destination's base path; starts with a slash. */
  relativePath: string;
  parameters: Query;

  constructor(destination: Destination, relativePath: string, parameters: Query) {
    this.destination = destination;
    this.relativePath = relativePath;
    this.parameters = parameters;
  }

  get scheme(): string {
    return this.destination.scheme;
  }
  get host(): string {
    return this.destination.host;
  }
  get port(): number {
    return this.destination.port;
  }
  get path(): string {
    return this.destination.basePath + this.relativePath;
  }
  get query(): ReadonlyMap<string, string[]> {
    return this.parameters.parameters;
  }
  get queryString(): string {
    return this.parameters.text;
  }

  toString(): string {
    const { scheme, host, port } = this.destination;
    const standard = port === (scheme === 'https' ? 443 : 80);
    return `${scheme}://${host}${standard ? '' : `:${port}`}${this.path}${this.queryString}`;
  }

  copy(): Url {
    return new Url(this.destination, this.relativePath, this.parameters.copy());
  }
}
