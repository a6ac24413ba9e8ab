/** `Uri`, `Guid`, `Encoding`, hashes and the text encoders of .NET. */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Members } from '../binding.ts';
import { EvaluationError } from '../problem.ts';
import { Guid } from '../text.ts';
import { arrayOf, bool, bytes, exception, int, string, uri } from '../types.ts';
import { constant, method, methods, optional, out, overload, property, tryInto } from './define.ts';
import { encoding, guid, hash, hmac } from './types.ts';

const parseUri = (text: string): URL => {
  const url = URL.parse(text);
  if (url) return url;
  throw new EvaluationError('Invalid URI: The format of the URI could not be determined.');
};

const defaultPorts: Record<string, number> = { 'http:': 80, 'https:': 443 };

export const uriConstructor = [
  overload([string], uri, (_: unknown, text: string) => parseUri(text)),
  overload([uri, string], uri, (_: unknown, base: URL, path: string) => new URL(path, base)),
];

export const uriMembers: Members = {
  Host: property(string, (self: URL) => self.hostname),
  Authority: property(string, (self: URL) => self.host),
  Port: property(int, (self: URL) => Number(self.port || (defaultPorts[self.protocol] ?? -1))),
  Scheme: property(string, (self: URL) => self.protocol.slice(0, -1)),
  AbsolutePath: property(string, (self: URL) => self.pathname),
  AbsoluteUri: property(string, (self: URL) => self.href),
  PathAndQuery: property(string, (self: URL) => self.pathname + self.search),
  Query: property(string, (self: URL) => self.search),
  Fragment: property(string, (self: URL) => self.hash),
  Segments: property(arrayOf(string), (self: URL) => self.pathname.match(/[^/]*\/|[^/]+$/g) ?? []),
};

export const uriStatics: Members = {
  EscapeDataString: method([string], string, (_: unknown, text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
  UnescapeDataString: method([string], string, (_: unknown, text: string) => decodeURIComponent(text)),
  IsWellFormedUriString: method([string], bool, (_: unknown, text: string) => URL.canParse(text)),
};

export const guidStatics: Members = {
  NewGuid: method([], guid, () => new Guid(randomUUID())),
  Parse: method([string], guid, (_: unknown, text: string) => new Guid(text)),
  TryParse: method(
    [string, out(guid)],
    bool,
    (_: unknown, text: string | undefined, result: { set(value: unknown): void }) =>
      tryInto(() => new Guid(text ?? ''), result, new Guid('0'.repeat(32))),
  ),
  Empty: property(guid, () => new Guid('0'.repeat(32))),
};

export const guidMembers: Members = {
  ToString: methods(
    overload([], string, (self: Guid) => self.toString()),
    overload([string], string, (self: Guid, format: string) => self.toString(format)),
  ),
};

export const guidConstructor = [overload([string], guid, (_: unknown, text: string) => new Guid(text))];

export const encodingStatics: Members = {
  UTF8: constant(encoding, 'utf8'),
  ASCII: constant(encoding, 'ascii'),
  Unicode: constant(encoding, 'utf16le'),
};

export const encodingMembers: Members = {
  GetBytes: method([string], bytes, (self: BufferEncoding, text: string) => Buffer.from(text, self)),
  GetString: method([bytes], string, (self: BufferEncoding, value: Uint8Array) => Buffer.from(value).toString(self)),
};

interface Hash {
  compute(data: Uint8Array): Buffer;
}

/** `new HMACSHA256(key)`. */
export const hmacConstructor = (algorithm: string) => [
  overload(
    [bytes],
    hmac,
    (_: unknown, key: Uint8Array): Hash => ({ compute: (data) => createHmac(algorithm, key).update(data).digest() }),
  ),
];

/** `SHA256.Create()` and `SHA256.HashData(bytes)`. */
export const hashStatics = (algorithm: string): Members => {
  const compute: Hash['compute'] = (data) => createHash(algorithm).update(data).digest();
  return {
    Create: method([], hash, (): Hash => ({ compute })),
    HashData: method([bytes], bytes, (_: unknown, data: Uint8Array) => compute(data)),
  };
};

export const hashMembers: Members = {
  ComputeHash: method([bytes], bytes, (self: Hash, data: Uint8Array) => self.compute(data)),
};

export const bitConverterStatics: Members = {
  ToString: method([bytes], string, (_: unknown, value: Uint8Array) =>
    [...value].map((one) => one.toString(16).padStart(2, '0').toUpperCase()).join('-'),
  ),
};

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const decoded: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'" };

export const webUtilityStatics: Members = {
  UrlEncode: method([string], string, (_: unknown, text: string) =>
    encodeURIComponent(text)
      .replaceAll('%20', '+')
      .replaceAll(/[~']/g, (one) => (one === '~' ? '%7E' : '%27')),
  ),
  UrlDecode: method([string], string, (_: unknown, text: string) => decodeURIComponent(text.replaceAll('+', ' '))),
  HtmlEncode: method([string], string, (_: unknown, text: string) =>
    text.replaceAll(/[&<>"']/g, (one) => entities[one] ?? one),
  ),
  HtmlDecode: method([string], string, (_: unknown, text: string) =>
    text.replaceAll(/&(amp|lt|gt|quot|#39|apos);/g, (whole, name: string) => decoded[name] ?? whole),
  ),
};

export const exceptionConstructor = [
  overload(
    [optional(string)],
    exception,
    (_: unknown, message?: string) => new EvaluationError(message ?? 'Exception'),
  ),
];
export const exceptionMembers: Members = { Message: property(string, (self: Error) => self.message) };
