/** The version of an item that a request is about. */
import { type Failure, fail } from '../../../shared/http/problems.ts';

/** The version that `If-Match` names; one that no item ever has when it names none. */
export const versionIn = (ifMatch: string): number => (/^\d{1,9}$/.test(ifMatch) ? Number(ifMatch) : -1);

/** The version, which the request must name. */
export const requireVersion = (ifMatch: string | undefined): { version: number } | Failure<'if-match-missing'> =>
  ifMatch === undefined
    ? fail('if-match-missing', { detail: 'Send the ETag of the item that you read as If-Match.' })
    : { version: versionIn(ifMatch) };
