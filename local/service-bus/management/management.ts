/** The node `<entity>/$management`: one operation per request. */
import type { Receiver, Typed } from 'rhea';
import type { BrokerContext } from '../amqp/context.ts';
import { openRequestLink, type Reply, type Request } from '../amqp/request-reply.ts';
import type { Entity } from '../engine/send.ts';
import { typed } from '../message/value.ts';
import { decodeError, isRefusal, notImplemented, type Refusal, statusCode } from '../refusal.ts';
import { renewLock, updateDisposition } from './locks.ts';
import { fieldsOfBody, type Operation, type Result, type Scope } from './operation.ts';
import { peekMessage, receiveBySequenceNumber } from './reading.ts';
import { cancelScheduledMessage, scheduleMessage } from './scheduling.ts';

const operations: Record<string, Operation> = {
  'com.microsoft:renew-lock': renewLock,
  'com.microsoft:schedule-message': scheduleMessage,
  'com.microsoft:cancel-scheduled-message': cancelScheduledMessage,
  'com.microsoft:peek-message': peekMessage,
  'com.microsoft:receive-by-sequence-number': receiveBySequenceNumber,
  'com.microsoft:update-disposition': updateDisposition,
};

const refusalReply = (refusal: Refusal): Reply => {
  const properties: Record<string, Typed> = {
    statusCode: typed.int(statusCode(refusal)),
    statusDescription: typed.string(refusal.description),
    errorCondition: typed.symbol(refusal.condition),
  };
  return { properties, body: typed.map({}) };
};

const resultReply = ({ status = 200, body = {} }: Result): Reply => {
  const properties: Record<string, Typed> = { statusCode: typed.int(status), statusDescription: typed.string('OK') };
  return { properties, body: typed.map(body) };
};

const perform = (scope: Scope, request: Request): Result | Refusal => {
  const name = request.property('operation') ?? '';
  const operation = operations[name];
  if (operation === undefined) return notImplemented(`This broker does not offer the operation '${name}'.`);
  try {
    return operation(scope, fieldsOfBody(request.body()));
  } catch (error) {
    return decodeError(`The request '${name}' cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
  }
};

/** Serves one client's link to the node; a reply is sent after the commit of what it reports. */
export const openManagementLink = (context: BrokerContext, receiver: Receiver, entity: Entity): void => {
  const scope = { entity, tokens: context.tokens };
  openRequestLink(receiver, (request, send) => {
    const result = perform(scope, request);
    const reply = isRefusal(result) ? refusalReply(result) : resultReply(result);
    context.commit.afterCommit((failure) => send(failure === undefined ? reply : refusalReply(failure)));
  });
};
