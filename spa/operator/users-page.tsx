/** The shop's users, where the identity provider lets operators look after them. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { providerQuery } from '../api/provider.ts';
import { usersQuery } from '../api/users.ts';
import { settings } from '../settings.ts';
import { Page } from '../shell/page.tsx';
import { operatorTexts } from '../texts-operator.ts';
import { Pagination } from '../ui/pagination.tsx';
import { EmptyState, ErrorState, Loading, Skeleton } from '../ui/states.tsx';
import { SearchForm } from './parts.tsx';
import { UserRow } from './user-row.tsx';

const route = getRouteApi('/operate/users');
const texts = operatorTexts.user;
const pageSize = 20;

const Waiting = () => (
  <Loading>
    <Skeleton className="h-96 rounded-3xl" />
  </Loading>
);

const Users = ({ endpoint }: { endpoint: string }) => {
  const { q, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const users = useQuery(usersQuery(endpoint, { search: q, pageIndex: page - 1, pageSize }));
  return (
    <>
      <SearchForm label={texts.search} words={q} onSearch={(words) => void navigate({ search: words })} />
      {users.isError && <ErrorState error={users.error} onRetry={() => void users.refetch()} />}
      {users.isPending && <Waiting />}
      {users.data?.total === 0 && <EmptyState title={operatorTexts.item.emptyTitle} text={texts.empty} />}
      {users.data && users.data.total > 0 && (
        <>
          <ul className="rounded-3xl border border-line bg-sheet shadow-card">
            {users.data.items.map((user) => (
              <UserRow key={user.id} user={user} knownRoles={users.data.knownRoles} endpoint={endpoint} />
            ))}
          </ul>
          <Pagination
            pageSize={pageSize}
            total={users.data.total}
            page={page}
            linkTo={(to) => ({ to: '/operate/users', search: { ...(q !== undefined && { q }), page: to } })}
          />
        </>
      )}
    </>
  );
};

export const UsersPage = () => {
  const provider = useQuery(providerQuery);
  return (
    <Page title={operatorTexts.users}>
      {provider.isPending && <Waiting />}
      {provider.isError && <ErrorState error={provider.error} onRetry={() => void provider.refetch()} />}
      {provider.data && provider.data.users === undefined && (
        <EmptyState title={texts.elsewhereTitle} text={texts.elsewhere(settings().issuer)} />
      )}
      {provider.data?.users !== undefined && <Users endpoint={provider.data.users} />}
    </Page>
  );
};
