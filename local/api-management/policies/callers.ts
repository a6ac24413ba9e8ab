/** Who may call: check-header and ip-filter. */
import { BlockList, isIPv6 } from 'node:net';
import { PolicyError } from '../runtime/policy-error.ts';
import type { Policy } from './policy.ts';
import type { Reader } from './reader.ts';
import { boolean, integer, text } from './value.ts';

export const checkHeader: Policy = {
  sections: ['inbound'],
  compile: (reader) => {
    const name = reader.required('name', text);
    const status = reader.required('failed-check-httpcode', integer);
    const shown = reader.required('failed-check-error-message', text);
    const ignoreCase = reader.required('ignore-case', boolean);
    const allowed = reader.all('value').map((value) => value.content(text) ?? { of: () => '' });
    return (exchange) => {
      const field = name.of(exchange);
      const value = exchange.request.headers.text(field);
      const fold = (text: string) => (ignoreCase.of(exchange) ? text.toLowerCase() : text);
      const fits =
        value !== undefined && (!allowed.length || allowed.some((one) => fold(one.of(exchange)) === fold(value)));
      if (fits) return undefined;
      throw new PolicyError({
        reason: value === undefined ? 'HeaderNotFound' : 'HeaderValueNotAllowed',
        message:
          value === undefined
            ? `Header ${field} was not found in the request. Access denied.`
            : `Header ${field} value of ${value} is not allowed. Access denied.`,
        shown: shown.of(exchange),
        status: status.of(exchange),
      });
    };
  },
};

const familyOf = (address: string): 'ipv6' | 'ipv4' => (isIPv6(address) ? 'ipv6' : 'ipv4');

const readAddresses = (reader: Reader): BlockList => {
  const list = new BlockList();
  const add = (put: () => void): void => {
    try {
      put();
    } catch {
      reader.fail('holds something that is no IP address or range');
    }
  };
  for (const entry of reader.all('address')) {
    const address = entry.content(text)?.constant?.trim() ?? '';
    add(() => list.addAddress(address, familyOf(address)));
  }
  for (const entry of reader.all('address-range')) {
    const [from, to] = [entry.fixed('from'), entry.fixed('to')];
    add(() => list.addRange(from, to, familyOf(from)));
  }
  return list;
};

export const ipFilter: Policy = {
  sections: ['inbound'],
  compile: (reader) => {
    const action = reader.choice('action', ['allow', 'forbid']);
    const list = readAddresses(reader);
    return ({ request: { ipAddress } }) => {
      const listed = list.check(ipAddress, familyOf(ipAddress));
      if (listed === (action === 'allow')) return undefined;
      throw new PolicyError(
        action === 'allow'
          ? {
              reason: 'CallerIpNotAllowed',
              message: `Caller IP address ${ipAddress} is not allowed. Access denied.`,
              shown: 'Forbidden',
              status: 403,
            }
          : {
              reason: 'CallerIpBlocked',
              message: 'Caller IP address is blocked. Access denied.',
              shown: 'Forbidden',
              status: 403,
            },
      );
    };
  },
};
