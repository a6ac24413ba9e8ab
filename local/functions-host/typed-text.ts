/** Text as typed data, so that the library does not throw over it. */
import type { RpcTypedData } from './rpc.ts';

/** What may be the text of a JSON value: it begins as one, and a number or a word is all there is. */
const mayBeJson = /^[ \t\n\r]*(?:[[{"]|(?:-?\d[\d.eE+-]*|true|false|null)[ \t\n\r]*$)/;

/**
 * A text as the host would send it, in the form that costs least. The library tries to parse every `string`, and the exception for
 * a text that is no JSON, such as an id, costs more than all else that is done for it; as a JSON string it arrives the same.
 */
export const typedText = (text: string): RpcTypedData =>
  mayBeJson.test(text) ? { string: text } : { json: JSON.stringify(text) };
