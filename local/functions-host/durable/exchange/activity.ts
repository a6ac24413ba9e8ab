/** How an activity's input and result travel between the history and the activity function. */
import type { RpcTypedData } from '../../rpc.ts';
import { typedText } from '../../typed-text.ts';

/**
 * The value of an `activityTrigger` from the input in the history (JSON text of an array with one element). As in the .NET
 * host, booleans arrive as the strings `True` and `False`, and null as nothing.
 */
export const activityTrigger = (input: string): RpcTypedData => {
  const [value] = JSON.parse(input) as [unknown];
  if (value === null || value === undefined) return {};
  if (typeof value === 'string') return typedText(value);
  if (typeof value === 'boolean') return typedText(value ? 'True' : 'False');
  return { string: JSON.stringify(value) };
};

/** The JSON text of an activity's return value, or null when it returned nothing. */
export const activityResult = (value: RpcTypedData | undefined): string | null => {
  if (value === undefined) return null;
  if (value.json !== undefined) return value.json;
  if (value.string !== undefined) return JSON.stringify(value.string);
  if (value.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString('base64'));
  const number = value.int ?? value.double;
  return number === undefined ? null : JSON.stringify(number);
};

/** How an activity's error reads in the history: the SDK shows `<Reason> \n <Details>` to the orchestrator. */
export const activityFailure = (name: string, message: string): { Reason: string; Details: string } => ({
  Reason: `Activity function '${name}' failed: ${message}`,
  Details: JSON.stringify({ Message: message }),
});
