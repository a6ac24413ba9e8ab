/** What of the catalog is shown: kinds as tabs, brand, order and stock beside them. Every choice is an address. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { startQuery } from '../api/catalog.ts';
import type { Named } from '../api/types.ts';
import { texts } from '../texts.ts';
import { cx } from '../ui/classes.ts';
import { Checkbox } from '../ui/field.tsx';
import { type CatalogSearch, sorts } from './search.ts';

const route = getRouteApi('/');

type Change = { [Name in keyof CatalogSearch]: CatalogSearch[Name] | undefined };

/** The search with one thing changed, from its first page; undefined takes it out. */
const but = (search: CatalogSearch, change: Change): CatalogSearch =>
  Object.fromEntries(
    Object.entries({ ...search, page: undefined, ...change }).filter(([, value]) => value !== undefined),
  ) as CatalogSearch;

const Tab = ({ kind, search }: { kind: Named | undefined; search: CatalogSearch }) => {
  const isCurrent = search.kind === kind?.id;
  return (
    <li>
      <Link
        to="/"
        search={but(search, { kind: kind?.id })}
        resetScroll={false}
        aria-current={isCurrent ? 'true' : undefined}
        className={cx(
          'inline-flex min-h-11 items-center rounded-full border px-4.5 font-semibold whitespace-nowrap transition-colors',
          isCurrent ? 'border-accent bg-accent text-on-accent' : 'border-edge/50 bg-sheet hover:bg-sand',
        )}
      >
        {kind?.name ?? texts.catalog.all}
      </Link>
    </li>
  );
};

const selectClass =
  'min-h-11 max-sm:min-w-0 max-sm:flex-1 rounded-full border border-edge/60 bg-sheet py-1 pr-9 pl-4 font-medium hover:bg-sand';

export const Filters = () => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: start } = useQuery(startQuery);
  const change = (to: Change): void => void navigate({ search: but(search, to), resetScroll: false });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <nav aria-label={texts.catalog.types} className="-mx-4 max-w-[100vw] overflow-x-auto px-4 py-1 sm:mx-0 sm:px-1">
        <ul className="flex gap-2">
          <Tab kind={undefined} search={search} />
          {start?.types.map((kind) => (
            <Tab key={kind.id} kind={kind} search={search} />
          ))}
        </ul>
      </nav>
      <div className="flex flex-1 flex-wrap items-center gap-x-4 gap-y-2 lg:justify-end">
        <Checkbox
          className="max-sm:w-full"
          label={texts.catalog.inStock}
          checked={search.stock ?? false}
          onChange={(event) => change({ stock: event.currentTarget.checked || undefined })}
        />
        <select
          aria-label={texts.catalog.brand}
          className={selectClass}
          value={search.brand ?? ''}
          onChange={(event) => change({ brand: event.currentTarget.value || undefined })}
        >
          <option value="">{texts.catalog.allBrands}</option>
          {start?.brands.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label={texts.catalog.sort}
          className={selectClass}
          value={search.sort ?? 'name'}
          onChange={(event) => {
            const chosen = sorts.find((sort) => sort === event.currentTarget.value);
            change({ sort: chosen === 'name' ? undefined : chosen });
          }}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {texts.catalog.sorts[sort]}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
};
