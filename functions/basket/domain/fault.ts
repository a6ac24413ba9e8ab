/** Why a basket cannot be changed or ordered as asked. */

export type FaultCode =
  | 'unknown-item'
  | 'item-unavailable'
  | 'too-many-units'
  | 'basket-full'
  | 'basket-empty'
  | 'total-too-high'
  | 'basket-changed';

export interface Fault {
  code: FaultCode;
  /** Place of the line in the list that it came in, from 0; left out when the fault is not in a list. */
  line?: number;
}

/** A no, with everything that is in the way. */
export interface Refusal {
  faults: readonly [Fault, ...Fault[]];
}

export const refused = (code: FaultCode): Refusal => ({ faults: [{ code }] });

/** A refusal for all of the faults; undefined when there are none. */
export const refusalOf = ([first, ...others]: readonly Fault[]): Refusal | undefined =>
  first && { faults: [first, ...others] };

export const isRefusal = (value: object): value is Refusal => 'faults' in value;
