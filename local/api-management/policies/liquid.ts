/** Liquid templates of set-body: `body` is the message's JSON, `context` the exchange. */
import { Liquid, type Template } from 'liquidjs';
import { EvaluationError } from '../expressions/problem.ts';
import { toText } from '../expressions/text.ts';
import type { Exchange } from '../runtime/exchange.ts';
import type { Headers } from '../runtime/headers.ts';
import type { GatewayRequest, GatewayResponse } from '../runtime/messages.ts';
import type { Reader } from './reader.ts';
import type { Value } from './value.ts';

const engine = new Liquid({
  ownPropertyOnly: true,
  strictFilters: true,
  jekyllInclude: false,
  relativeReference: false,
});

const fields = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers.entries()].map(([name, values]) => [name, values.join(',')]));

const urlOf = ({ scheme, host, port, path, queryString, query }: GatewayRequest['url']) => ({
  Scheme: scheme,
  Host: host,
  Port: port,
  Path: path,
  QueryString: queryString,
  Query: Object.fromEntries([...query].map(([name, values]) => [name, values.join(',')])),
});

const requestOf = ({ method, url, originalUrl, headers, ipAddress, matchedParameters }: GatewayRequest) => ({
  Method: method,
  Url: urlOf(url),
  OriginalUrl: urlOf(originalUrl),
  Headers: fields(headers),
  IpAddress: ipAddress,
  MatchedParameters: Object.fromEntries(matchedParameters.entries()),
});

const responseOf = (response: GatewayResponse | undefined) =>
  response && { StatusCode: response.status, StatusReason: response.reason, Headers: fields(response.headers) };

const contextOf = ({ request, response, variables, requestId, api, operation }: Exchange) => ({
  RequestId: requestId,
  Request: requestOf(request),
  Response: responseOf(response),
  Variables: Object.fromEntries(variables),
  Api: { Id: api?.id, Name: api?.name, Path: api?.path },
  Operation: { Id: operation?.id, Name: operation?.name, Method: operation?.method },
});

const jsonOf = (bytes: Buffer | undefined): unknown => {
  if (!bytes?.length) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (error) {
    throw new EvaluationError(`The Liquid template needs a JSON body: ${(error as Error).message}`);
  }
};

const parse = (reader: Reader, source: string): Template[] => {
  try {
    return engine.parse(source);
  } catch (error) {
    reader.fail(`holds a Liquid template with an error: ${(error as Error).message}`);
    return [];
  }
};

/** The template in an element's text. `{{name}}` of an existing named value is put in before Liquid sees it. */
export const liquidBody = (reader: Reader): Value<string> | undefined => {
  const { scope } = reader;
  const written = reader.takeText();
  if (written?.kind === 'expression-source') reader.fail('cannot have an expression as its Liquid template');
  if (written?.kind !== 'text') return undefined;
  const template = parse(
    reader,
    scope.namedValues.fillKnown(written.text, (message) => reader.fail(message)),
  );
  const outgoing = scope.section === 'outbound' || scope.section === 'on-error';
  const bodyOf = ({ request, response }: Exchange) => (outgoing ? response?.body : request.body);
  const needsBody = /\bbody\b/.test(written.text);
  const value: Value<string> = {
    of: (exchange) => {
      const body = needsBody ? jsonOf(bodyOf(exchange)?.bytes) : undefined;
      return toText(engine.renderSync(template, { body, context: contextOf(exchange) }));
    },
    ready: (exchange) => (needsBody ? bodyOf(exchange)?.buffer() : undefined),
  };
  reader.waiting.push(value);
  return value;
};
