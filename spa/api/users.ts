/** The users of the shop, at the identity provider that keeps them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { UserChanges, UserPage, UserView } from '../../shared/contracts/users.ts';
import { askAt } from './http.ts';

export interface UserFilter {
  search: string | undefined;
  pageIndex: number;
  pageSize: number;
}

/** `endpoint` is what the provider says of itself. */
export const usersQuery = (endpoint: string, filter: UserFilter) =>
  queryOptions({
    queryKey: ['operate', 'users', filter],
    queryFn: async ({ signal }) => (await askAt('GET', endpoint, { query: { ...filter }, signal })) as UserPage,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const changeUser = async (endpoint: string, id: string, changes: UserChanges): Promise<UserView> =>
  (await askAt('PATCH', `${endpoint}/${encodeURIComponent(id)}`, { body: changes })) as UserView;
