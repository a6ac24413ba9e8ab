/** Delivery outcomes: those that the broker sends, and what a receiver's outcome asks for. */
import rhea, { type Delivery, type Typed } from 'rhea';
import type { Settlement } from '../engine/settle.ts';
import type { PropertyChanges } from '../message/content.ts';
import { encodeTyped, plain } from '../message/value.ts';
import { decodeError, type Refusal } from '../refusal.ts';
import { outcomeField } from './rhea-internals.ts';

/** The outcomes as they stand in a disposition. */
export type Outcome = 'accepted' | 'rejected' | 'released' | 'modified';

type Composite = { described(): unknown };

/** The constructors of outcomes, which rhea's typings leave out. */
const outcomes = rhea.message as unknown as Record<Outcome, (fields?: object) => Composite>;

export const accepted = outcomes.accepted().described();

export const rejected = (refusal: Refusal): unknown => outcomes.rejected({ error: { ...refusal } }).described();

/** The answer to a receiver's outcome when all went well: the same kind. */
const plainOutcomes: Record<Outcome, unknown> = {
  accepted,
  rejected: outcomes.rejected().described(),
  released: outcomes.released().described(),
  modified: outcomes.modified().described(),
};

export const outcomeAnswer = (outcome: Outcome, refusal: Refusal | undefined): unknown =>
  refusal === undefined ? plainOutcomes[outcome] : rejected(refusal);

/** A typed AMQP map as names and typed values; null and absent read as empty. */
export const typedEntries = (map: Typed | undefined): Map<string, Typed> => {
  const items: unknown = map?.value;
  const entries = new Map<string, Typed>();
  if (!Array.isArray(items)) return entries;
  for (let i = 0; i + 1 < items.length; i += 2) entries.set(String(plain(items[i] as Typed)), items[i + 1] as Typed);
  return entries;
};

/** The properties to modify of a typed map, encoded with the types that the client gave them. */
export const propertyChanges = (entries: ReadonlyMap<string, Typed>): PropertyChanges =>
  new Map([...entries].map(([name, value]) => [name, encodeTyped(value)]));

const text = (value: Typed | undefined): string | undefined => {
  const result = plain(value);
  return typeof result === 'string' ? result : undefined;
};

/** The error of a rejection is {condition, description, info}; `info` holds the reason and the properties to modify. */
const deadLetterSettlement = (error: Typed | undefined): Settlement => {
  const fields: unknown = error?.value;
  const info = typedEntries(Array.isArray(fields) ? (fields[2] as Typed | undefined) : undefined);
  const { DeadLetterReason, DeadLetterErrorDescription } = Object.fromEntries(info);
  info.delete('DeadLetterReason');
  info.delete('DeadLetterErrorDescription');
  return {
    kind: 'deadLetter',
    reason: text(DeadLetterReason),
    description: text(DeadLetterErrorDescription),
    changes: propertyChanges(info),
  };
};

const readSettlement = (outcome: Outcome, delivery: Delivery): Settlement => {
  switch (outcome) {
    case 'accepted':
      return { kind: 'complete' };
    case 'released':
      return { kind: 'abandon' };
    case 'rejected':
      return deadLetterSettlement(outcomeField(delivery, 0));
    case 'modified': {
      const undeliverableHere = plain(outcomeField(delivery, 1)) === true;
      const changes = propertyChanges(typedEntries(outcomeField(delivery, 2)));
      return { kind: undeliverableHere ? 'defer' : 'abandon', changes };
    }
  }
};

/** What a receiver asks for with the outcome of a delivery; refused when rhea's codec cannot make sense of its fields. */
export const settlementOf = (outcome: Outcome, delivery: Delivery): Settlement | Refusal => {
  try {
    return readSettlement(outcome, delivery);
  } catch (error) {
    return decodeError(
      `The outcome '${outcome}' cannot be read: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
};
