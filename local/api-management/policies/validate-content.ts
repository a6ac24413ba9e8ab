/** validate-content: how large a body may be. */
import { BodyTooLarge } from '../runtime/body.ts';
import { PolicyError } from '../runtime/policy-error.ts';
import type { Policy } from './policy.ts';
import { positive } from './reader.ts';

const tooLarge = (outgoing: boolean, limit: number): PolicyError =>
  new PolicyError({
    reason: 'SizeLimit',
    message: `The ${outgoing ? 'response' : 'request'} body is larger than ${limit} bytes.`,
    status: outgoing ? 502 : 413,
  });

/** Only the size is checked; schemas are the backends' business. */
export const validateContent: Policy = {
  sections: ['inbound', 'outbound'],
  compile: (reader) => {
    reader.choice('unspecified-content-type-action', ['ignore', 'detect'], 'ignore');
    const limit = reader.required('max-size', positive);
    const action = reader.choice('size-exceeded-action', ['prevent', 'detect', 'ignore']);
    reader.ignore('errors-variable-name');
    const outgoing = reader.scope.section === 'outbound';
    return (exchange) => {
      const message = outgoing ? exchange.response : exchange.request;
      const most = limit.of(exchange);
      if (!message?.body || action !== 'prevent') return undefined;
      const announced = message.headers.text('Content-Length');
      // node:http holds a sender to its Content-Length, so the body itself need not be read.
      if (announced !== undefined && Number(announced) > most) throw tooLarge(outgoing, most);
      if (announced !== undefined) return undefined;
      return message.body.buffer(most).catch((error: unknown) => {
        throw error instanceof BodyTooLarge ? tooLarge(outgoing, most) : error;
      });
    };
  },
};
