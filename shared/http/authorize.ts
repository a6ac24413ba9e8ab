/** Who may call a route, decided from the bearer token. */
import type { HttpRequest, InvocationContext } from '@azure/functions';
import { type Caller, hasRole, hasScope } from '../identity/caller.ts';
import { IdentityError } from '../identity/errors.ts';
import type { TokenVerifier } from '../identity/verifier.ts';
import { type CommonProblem, type Failure, fail } from './problems.ts';

/** `anyone` without a token, `caller` with a token for this app, `operator` with the role besides. */
export type Access = 'anyone' | 'caller' | 'operator';

export const operatorRole = 'shop.operator';

/** Stands for the caller on routes for anyone. */
const nobody: Caller = { id: '', roles: [], scopes: [] };

const refusal = (error: IdentityError): Failure<CommonProblem> =>
  fail(error.code, error.challenge === undefined ? {} : { headers: { 'www-authenticate': error.challenge } });

interface Rule {
  access: Access;
  /** What the token must have been issued for. */
  scope: string;
  /** Hears why a token was refused; the caller is only told that it was. */
  context: InvocationContext;
}

/** The caller, or why they may not. `scope` is what the token must have been issued for. */
export const authorize = async (
  request: HttpRequest,
  verifyToken: TokenVerifier,
  { access, scope, context }: Rule,
): Promise<Caller | Failure<CommonProblem>> => {
  if (access === 'anyone') return nobody;
  try {
    const caller = await verifyToken(request.headers.get('authorization') ?? undefined);
    if (!hasScope(caller, scope)) return fail('missing-scope', { detail: `The token needs the scope ${scope}.` });
    if (access === 'operator' && !hasRole(caller, operatorRole))
      return fail('missing-role', { detail: `The role ${operatorRole} is needed.` });
    return caller;
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    context.warn(error.code, error.cause ?? error.message);
    return refusal(error);
  }
};
