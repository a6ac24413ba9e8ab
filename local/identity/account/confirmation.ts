/** Asks for the password before what only its owner may do; failures count like those of signing in. */
import type { FormErrors } from '../http/form.ts';
import { tryAgainIn } from '../people/lockout.ts';
import type { Services } from '../services.ts';
import type { AccountPost } from './visitor.ts';

/** Why the change is refused: what the page says, with which status. */
export interface Refusal {
  status: 400 | 429;
  errors?: FormErrors;
  problem?: string;
}

/** Undefined when the form's `current` is the visitor's password. */
export const refuseWithoutPassword = async (services: Services, post: AccountPost): Promise<Refusal | undefined> => {
  const { account, form, response } = post;
  const current = form.get('current') ?? '';
  if (current === '') return { status: 400, errors: { current: 'Type your password to confirm.' } };
  const result = await services.authenticate(account.email, current);
  switch (result.status) {
    case 'ok':
      return undefined;
    case 'locked':
      response.setHeader('Retry-After', result.retryAfterSeconds);
      return { status: 429, problem: tryAgainIn(result.retryAfterSeconds) };
    default:
      return { status: 400, errors: { current: 'This is not your password.' } };
  }
};
