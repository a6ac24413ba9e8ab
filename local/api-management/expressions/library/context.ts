/** `context` and everything that hangs on it, as Microsoft's reference of policy expressions lists it. */
import type { CallSite, Members } from '../binding.ts';
import type {
  BodyView,
  Described,
  ExpressionContext,
  LastError,
  RequestView,
  ResponseView,
  UrlView,
} from '../context.ts';
import { EvaluationError } from '../problem.ts';
import { Guid, TimeSpan } from '../text.ts';
import {
  arrayOf,
  bool,
  dateTime,
  dictionaryOf,
  enumerableOf,
  int,
  jArray,
  jObject,
  nothing,
  nullableOf,
  object,
  readOnlyDictionaryOf,
  string,
  type Type,
} from '../types.ts';
import { method, optional, overload, property, special } from './define.ts';
import { parseJson } from './json.ts';
import type { BasicCredentials, Jwt } from './tokens.ts';
import { claimValues } from './tokens.ts';
import {
  guid,
  iApi,
  iBody,
  iDeployment,
  iGroup,
  iLastError,
  iOperation,
  iProduct,
  iRequest,
  iResponse,
  iSubscription,
  iUrl,
  iUser,
  timeSpan,
} from './types.ts';

const texts = readOnlyDictionaryOf(string, arrayOf(string));

export const contextMembers: Members = {
  Request: property(iRequest, (self: ExpressionContext) => self.request),
  Response: property(iResponse, (self: ExpressionContext) => self.response, 'response'),
  Variables: property(readOnlyDictionaryOf(string, object), (self: ExpressionContext) => self.variables),
  LastError: property(iLastError, (self: ExpressionContext) => self.lastError),
  Api: property(iApi, (self: ExpressionContext) => self.api),
  Operation: property(iOperation, (self: ExpressionContext) => self.operation),
  Product: property(iProduct, (self: ExpressionContext) => self.product),
  Subscription: property(iSubscription, (self: ExpressionContext) => self.subscription),
  User: property(iUser, (self: ExpressionContext) => self.user),
  Deployment: property(iDeployment, () => ({})),
  RequestId: property(guid, (self: ExpressionContext) => new Guid(self.requestId)),
  Timestamp: property(dateTime, (self: ExpressionContext) => new Date(self.startedAt)),
  Elapsed: property(timeSpan, (self: ExpressionContext) => new TimeSpan(self.clock.now() - self.startedAt)),
  Tracing: property(bool, () => false),
  Trace: method([string], nothing, (self: ExpressionContext, message: string) => self.trace(message)),
};

export const requestMembers: Members = {
  Method: property(string, (self: RequestView) => self.method),
  Url: property(iUrl, (self: RequestView) => self.url),
  OriginalUrl: property(iUrl, (self: RequestView) => self.originalUrl),
  Headers: property(texts, (self: RequestView) => self.headers),
  IpAddress: property(string, (self: RequestView) => self.ipAddress),
  MatchedParameters: property(readOnlyDictionaryOf(string, string), (self: RequestView) => self.matchedParameters),
  Body: property(iBody, (self: RequestView) => self.body, 'request-body'),
};

export const responseMembers: Members = {
  StatusCode: property(int, (self: ResponseView) => self.status),
  StatusReason: property(string, (self: ResponseView) => self.reason),
  Headers: property(texts, (self: ResponseView) => self.headers),
  Body: property(iBody, (self: ResponseView) => self.body, 'response-body'),
};

export const urlMembers: Members = {
  Scheme: property(string, (self: UrlView) => self.scheme),
  Host: property(string, (self: UrlView) => self.host),
  Port: property(int, (self: UrlView) => self.port),
  Path: property(string, (self: UrlView) => self.path),
  QueryString: property(string, (self: UrlView) => self.queryString),
  Query: property(texts, (self: UrlView) => self.query),
};

const textOf = (data: Uint8Array): string =>
  Buffer.from(data)
    .toString('utf8')
    .replace(/^\uFEFF/, '');

const readers = new Map<string, (data: Uint8Array) => unknown>([
  ['string', textOf],
  ['byte[]', (data) => data],
  ['JToken', (data) => parseJson(textOf(data))],
  ['JObject', (data) => expectJson(jObject, textOf(data))],
  ['JArray', (data) => expectJson(jArray, textOf(data))],
]);

const expectJson = (type: Type, text: string): unknown => {
  const value = parseJson(text);
  if (type.is(value)) return value;
  throw new EvaluationError(`The body is JSON, but no ${type.name}.`);
};

const readAs = (site: CallSite) => {
  const type = site.typeArguments[0] ?? site.fail('As needs a type: As<string>()');
  const read =
    readers.get(type.name) ?? site.fail(`As<${type.name}> is not supported; use ${[...readers.keys()].join(', ')}`);
  return site.choose([
    overload([optional(bool, 'preserveContent')], type, (self: BodyView, preserve?: boolean) =>
      read(self.read(preserve === true)),
    ),
  ]);
};

const formContent = (self: BodyView, preserve?: boolean): Map<string, string[]> => {
  const fields = new URLSearchParams(textOf(self.read(preserve === true)));
  return new Map([...new Set(fields.keys())].map((name) => [name, fields.getAll(name)]));
};

export const bodyMembers: Members = {
  As: special(readAs),
  AsFormUrlEncodedContent: method(
    [optional(bool, 'preserveContent')],
    dictionaryOf(string, arrayOf(string)),
    formContent,
  ),
};

export const lastErrorMembers: Members = {
  Source: property(string, (self: LastError) => self.source),
  Reason: property(string, (self: LastError) => self.reason),
  Message: property(string, (self: LastError) => self.message),
  Scope: property(string, (self: LastError) => self.scope),
  Section: property(string, (self: LastError) => self.section),
  Path: property(string, (self: LastError) => self.path),
  PolicyId: property(string, (self: LastError) => self.policyId),
};

const described = (type: Type, key: string) => property(type, (self: Described) => self[key]);

export const apiMembers: Members = {
  Id: described(string, 'id'),
  Name: described(string, 'name'),
  Path: described(string, 'path'),
  Revision: described(string, 'revision'),
  Version: described(string, 'version'),
  IsCurrentRevision: described(bool, 'isCurrentRevision'),
  ServiceUrl: described(iUrl, 'serviceUrl'),
};

export const operationMembers: Members = {
  Id: described(string, 'id'),
  Name: described(string, 'name'),
  Method: described(string, 'method'),
  UrlTemplate: described(string, 'urlTemplate'),
};

export const productMembers: Members = {
  Id: described(string, 'id'),
  Name: described(string, 'name'),
  SubscriptionRequired: described(bool, 'subscriptionRequired'),
};

export const subscriptionMembers: Members = {
  Id: described(string, 'id'),
  Name: described(string, 'name'),
  Key: described(string, 'key'),
};

export const userMembers: Members = {
  Id: described(string, 'id'),
  Email: described(string, 'email'),
  FirstName: described(string, 'firstName'),
  LastName: described(string, 'lastName'),
  Groups: described(enumerableOf(iGroup), 'groups'),
};

export const groupMembers: Members = { Id: described(string, 'id'), Name: described(string, 'name') };

export const deploymentMembers: Members = {
  Region: property(string, () => 'local'),
  ServiceName: property(string, () => 'local'),
  ServiceId: property(string, () => 'local'),
  GatewayId: property(string, () => 'local'),
};

const stringClaim = (name: string) =>
  property(string, ({ payload }: Jwt) =>
    payload[name] === undefined ? undefined : claimValues(payload[name]).join(','),
  );
const maybeDate = nullableOf(dateTime);

export const jwtMembers: Members = {
  Algorithm: property(string, (self: Jwt) => self.header.alg),
  Type: property(string, (self: Jwt) => self.header.typ),
  Id: stringClaim('jti'),
  Issuer: stringClaim('iss'),
  Subject: stringClaim('sub'),
  Audiences: property(enumerableOf(string), (self: Jwt) =>
    self.payload.aud === undefined ? [] : claimValues(self.payload.aud),
  ),
  Claims: property(texts, (self: Jwt) => self.claims),
  ExpirationTime: property(maybeDate, (self: Jwt) => self.time('exp')),
  NotBefore: property(maybeDate, (self: Jwt) => self.time('nbf')),
  IssuedAt: property(maybeDate, (self: Jwt) => self.time('iat')),
};

export const basicMembers: Members = {
  UserId: property(string, (self: BasicCredentials) => self.username),
  Password: property(string, (self: BasicCredentials) => self.password),
};
