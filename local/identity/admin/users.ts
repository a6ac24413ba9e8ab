/** What operators can do with users: look them up, disable and enable them, give and take roles. */
import * as z from 'zod';
import type { UserPage, UserView } from '../../../shared/contracts/users.ts';
import { type Failure, fail } from '../../../shared/http/problems.ts';
import { operatorRole } from '../openid/clients.ts';
import { type Account, listAccounts } from '../people/accounts.ts';
import type { Services } from '../services.ts';

/** Roles that can be given; the answer to a list names them, so that a page needs no list of its own. */
const knownRoles = [operatorRole] as const;

const Page = z.object({
  search: z.string().trim().max(100).default(''),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
  pageIndex: z.coerce.number().int().min(0).max(100_000).default(0),
});

const Changes = z.strictObject({
  disabled: z.boolean().optional(),
  roles: z
    .array(z.enum(knownRoles))
    .transform((roles) => [...new Set(roles)])
    .optional(),
});

const view = (account: Account): UserView => {
  const { sub, name, email, emailVerified, username, roles, disabled, createdAt, lastSignInAt } = account;
  return { id: sub, name, email, emailVerified, username, roles, disabled, createdAt, lastSignInAt };
};

/** Problems of this API, beside the shop's common ones. */
export const userProblems = {
  'user-not-found': { status: 404, title: 'There is no such user', retryable: false },
  'own-account': { status: 409, title: 'Operators cannot shut themselves out', retryable: false },
  'not-found': { status: 404, title: 'There is nothing here', retryable: false },
  'method-not-allowed': { status: 405, title: 'This cannot be done here', retryable: false },
} as const;

const invalid = ({ issues }: z.ZodError): Failure =>
  fail('invalid-request', {
    errors: issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((field) => ({ field, message: 'is not known here' }))
        : [{ field: issue.path.join('.') || 'body', message: issue.message }],
    ),
  });

const notFound = (): Failure => fail('user-not-found', { detail: 'Look the users up with GET /admin/users.' });

/** One page of users, by name. */
export const listUsers = ({ db }: Services, query: URLSearchParams): UserPage | Failure => {
  const parsed = Page.safeParse(Object.fromEntries(query));
  if (!parsed.success) return invalid(parsed.error);
  const { items, total } = listAccounts(db, parsed.data);
  const { pageSize, pageIndex } = parsed.data;
  return { pageSize, pageIndex, total, knownRoles, items: items.map(view) };
};

export const readUser = ({ accounts }: Services, id: string): UserView | Failure => {
  const account = accounts.findBySub(id);
  return account ? view(account) : notFound();
};

const shutsOut = ({ disabled, roles }: z.output<typeof Changes>): boolean =>
  disabled === true || (roles !== undefined && !roles.includes(operatorRole));

/**
 * Disables, enables, sets the roles. Disabling ends the user's sessions and refresh tokens; roles show in the next token. Operators cannot
 * do either to themselves, so that there is always one left.
 */
export const changeUser = (services: Services, operator: Account, id: string, body: unknown): UserView | Failure => {
  const { accounts, sessions, passwordLinks, log } = services;
  const parsed = Changes.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const { disabled, roles } = parsed.data;
  if (disabled === undefined && !roles)
    return fail('invalid-request', { errors: [{ field: 'body', message: 'must hold disabled, roles or both' }] });
  if (id === operator.sub && shutsOut(parsed.data))
    return fail('own-account', { detail: 'Ask another operator to disable you or to take the role away.' });
  if (!accounts.update(id, { ...(disabled !== undefined && { disabled }), ...(roles && { roles }) })) return notFound();
  if (disabled) {
    sessions.end(id);
    passwordLinks.cancel(id);
  }
  log.info({ operator: operator.sub, user: id, ...parsed.data }, 'user changed by an operator');
  return readUser(services, id);
};
