/** Every policy that can be executed. */
import { Buffer } from 'node:buffer';
import { cacheLookup, cacheLookupValue, cacheRemoveValue, cacheStore, cacheStoreValue } from './caching.ts';
import { checkHeader, ipFilter } from './callers.ts';
import { choose, emitMetric, retry, returnResponse, trace, wait } from './control.ts';
import { cors } from './cors.ts';
import { forwardRequest } from './forward-request.ts';
import { quota, quotaByKey, rateLimit, rateLimitByKey } from './limits.ts';
import { setBody, setHeader, setMethod, setQueryParameter, setStatus, setVariable } from './messages.ts';
import type { Policy } from './policy.ts';
import { rewriteUri, setBackendService } from './routing.ts';
import { sendRequest } from './send-request.ts';
import { validateContent } from './validate-content.ts';
import { validateJwt } from './validate-jwt.ts';
import { text } from './value.ts';

const authenticationBasic: Policy = {
  sections: ['inbound'],
  compile: (reader) => {
    const username = reader.required('username', text);
    const password = reader.required('password', text);
    return (exchange) => {
      const credentials = Buffer.from(`${username.of(exchange)}:${password.of(exchange)}`).toString('base64');
      exchange.request.headers.set('Authorization', `Basic ${credentials}`);
      return undefined;
    };
  },
};

export const policies: ReadonlyMap<string, Policy> = new Map(
  Object.entries({
    'authentication-basic': authenticationBasic,
    'cache-lookup': cacheLookup,
    'cache-lookup-value': cacheLookupValue,
    'cache-remove-value': cacheRemoveValue,
    'cache-store': cacheStore,
    'cache-store-value': cacheStoreValue,
    'check-header': checkHeader,
    choose,
    cors,
    'emit-metric': emitMetric,
    'forward-request': forwardRequest,
    'ip-filter': ipFilter,
    quota,
    'quota-by-key': quotaByKey,
    'rate-limit': rateLimit,
    'rate-limit-by-key': rateLimitByKey,
    retry,
    'return-response': returnResponse,
    'rewrite-uri': rewriteUri,
    'send-request': sendRequest,
    'set-backend-service': setBackendService,
    'set-body': setBody,
    'set-header': setHeader,
    'set-method': setMethod,
    'set-query-parameter': setQueryParameter,
    'set-status': setStatus,
    'set-variable': setVariable,
    trace,
    'validate-content': validateContent,
    'validate-jwt': validateJwt,
    wait,
  }),
);
