/** `renew-lock` and `update-disposition`: what a receiver does by lock token, without the link that delivered the message. */
import { propertyChanges, typedEntries } from '../amqp/outcomes.ts';
import type { Queue } from '../engine/model.ts';
import { renewLocks, type Settlement, settle } from '../engine/settle.ts';
import { swapGuid } from '../message/lock-token.ts';
import { typed } from '../message/value.ts';
import { argumentError, isRefusal, messageLockLost, notAllowed, type Refusal } from '../refusal.ts';
import { type Fields, type Operation, readString, readUuids, type Scope } from './operation.ts';

type Locked = { queue: Queue; locks: number[] };

/** The queue and the locks that a request's tokens stand for; a token of an earlier run is a lost lock. */
const lockedBy = ({ entity, tokens }: Scope, fields: Fields): Locked | Refusal => {
  if (entity.kind === 'topic') return notAllowed(`'${entity.path}' is a topic: it has no locked messages.`);
  const uuids = readUuids(fields, 'lock-tokens');
  if (isRefusal(uuids)) return uuids;
  const locks = uuids.map((uuid) => tokens.lockOf(swapGuid(uuid))).filter((lock) => lock !== undefined);
  return locks.length === uuids.length ? { queue: entity, locks } : messageLockLost;
};

export const renewLock: Operation = (scope, fields) => {
  const locked = lockedBy(scope, fields);
  if (isRefusal(locked)) return locked;
  const ends = renewLocks(locked.queue, locked.locks);
  if (isRefusal(ends)) return ends;
  return { body: { expirations: typed.timestamps(ends) } };
};

/** `defered` is how Service Bus spells it. */
const settlementOf = (fields: Fields): Settlement | Refusal => {
  const changes = propertyChanges(typedEntries(fields.get('properties-to-modify')));
  const status = readString(fields, 'disposition-status');
  switch (status) {
    case 'completed':
      return { kind: 'complete' };
    case 'abandoned':
      return { kind: 'abandon', changes };
    case 'defered':
      return { kind: 'defer', changes };
    case 'suspended':
      return {
        kind: 'deadLetter',
        reason: readString(fields, 'deadletter-reason'),
        description: readString(fields, 'deadletter-description'),
        changes,
      };
    default:
      return argumentError(`The disposition-status '${status}' is not known.`);
  }
};

export const updateDisposition: Operation = (scope, fields) => {
  const locked = lockedBy(scope, fields);
  if (isRefusal(locked)) return locked;
  const settlement = settlementOf(fields);
  return isRefusal(settlement) ? settlement : (settle(locked.queue, locked.locks, settlement) ?? {});
};
