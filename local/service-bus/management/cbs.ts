/**
 * The node `$cbs`, at which clients present a token for each entity. Any token is good on this machine, but the answer for an
 * entity that does not exist is the one from which the SDK learns so without retries.
 */
import type { Receiver, Typed } from 'rhea';
import { parseAddress } from '../address.ts';
import type { BrokerContext } from '../amqp/context.ts';
import { openRequestLink, type Reply } from '../amqp/request-reply.ts';
import { typed } from '../message/value.ts';
import { entityNotFound } from '../refusal.ts';

const reply = (status: number, description: string): Reply => {
  const properties: Record<string, Typed> = {
    'status-code': typed.int(status),
    'status-description': typed.string(description),
  };
  return { properties, body: null };
};

/** Serves one client's link to `$cbs`. */
export const openCbsLink = ({ namespace }: BrokerContext, receiver: Receiver): void =>
  openRequestLink(receiver, (request, send) => {
    const { path } = parseAddress(request.property('name') ?? '');
    const known = path === '' || namespace.find(path) !== undefined;
    send(known ? reply(202, 'Accepted') : reply(404, entityNotFound(path).description));
  });
