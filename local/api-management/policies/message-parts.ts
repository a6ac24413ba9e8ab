/** set-header, set-body, set-status, set-method: the parts of a message, alone and inside send-request and return-response. */
import { EvaluationError } from '../expressions/problem.ts';
import { isNumeric } from '../expressions/types.ts';
import { Body } from '../runtime/body.ts';
import type { Exchange } from '../runtime/exchange.ts';
import type { Headers } from '../runtime/headers.ts';
import { reasonOf } from '../runtime/reasons.ts';
import { liquidBody } from './liquid.ts';
import type { Reader } from './reader.ts';
import { integer, type Kind, text, type Value } from './value.ts';

/** Changes header fields. */
export type HeaderChange = (headers: Headers, exchange: Exchange) => void;

const checked = (value: string): string => {
  // A line break would end the field and let its sender write the next one.
  if (/[\r\n\0]/.test(value)) throw new EvaluationError('A header value must not contain line breaks.');
  return value;
};

const fieldName: Kind<string> = {
  ...text,
  fromText: (written) => (/^[\w!#$%&'*+.^`|~-]+$/.test(written) ? written : new Error('must be the name of a header')),
};

export const readSetHeader = (reader: Reader): HeaderChange => {
  const name = reader.required('name', fieldName);
  const action = reader.choice('exists-action', ['override', 'skip', 'append', 'delete'], 'override');
  const values = reader.all('value').map((value) => value.content(text) ?? { of: () => '' });
  if (action !== 'delete' && !values.length) reader.fail('needs a <value>');
  if (action === 'delete' && values.length) reader.fail('takes no <value> with exists-action="delete"');
  return (headers, exchange) => {
    const field = name.of(exchange);
    if (action === 'delete') return headers.delete(field);
    if (action === 'skip' && headers.has(field)) return;
    const list = values.map((value) => checked(value.of(exchange)));
    if (action === 'append') headers.append(field, ...list);
    else headers.set(field, ...list);
  };
};

/** Text or bytes; JSON has to be made text by the expression, as in Azure. */
const bodyContent: Kind<string | Uint8Array> = {
  fromText: (written) => written,
  refuses: (type) => (type.name === 'byte[]' ? undefined : text.refuses(type)),
  fromResult: (result) => (result instanceof Uint8Array ? result : text.fromResult(result)),
};

export type MakeBody = (exchange: Exchange) => Body | undefined;

export const readSetBody = (reader: Reader): MakeBody => {
  const template = reader.choice('template', ['none', 'liquid'], 'none');
  reader.choice('parse-as', ['json'], 'json');
  const content = template === 'liquid' ? liquidBody(reader) : reader.content(bodyContent);
  return (exchange) => {
    const made = content?.of(exchange) ?? '';
    return made.length ? Body.of(made) : undefined;
  };
};

const status: Kind<number> = {
  ...integer,
  fromText: (written) => (/^[1-5]\d\d$/.test(written) ? Number(written) : new Error('must be a status code')),
  refuses: (type) => (isNumeric(type) ? undefined : `gives ${type.name}, not a number`),
};

export interface StatusLine {
  code: Value<number>;
  reason: Value<string> | undefined;
}

export const readSetStatus = (reader: Reader): StatusLine => ({
  code: reader.required('code', status),
  reason: reader.optional('reason', text),
});

/** The status line of one exchange; the reason is the usual one when none is given. */
export const statusOf = ({ code, reason }: StatusLine, exchange: Exchange): { status: number; reason: string } => {
  const value = code.of(exchange);
  return { status: value, reason: checked(reason?.of(exchange) || reasonOf(value)) };
};

const methodName: Kind<string> = {
  ...text,
  fromText: (written) =>
    /^[A-Za-z]+$/.test(written.trim()) ? written.trim().toUpperCase() : new Error('must be a method such as GET'),
};

export const readSetMethod = (reader: Reader): Value<string> => {
  const content = reader.content(methodName);
  if (!content) reader.fail('needs a method as its text');
  return content ?? { of: () => 'GET' };
};
