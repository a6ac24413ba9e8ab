/** Searches the shop from any page; shows what the catalog is being searched for. */
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef } from 'react';
import { texts } from '../texts.ts';
import { Icon } from '../ui/icons.tsx';

export const SearchField = () => {
  const navigate = useNavigate();
  const q = useRouterState({ select: ({ location }) => (location.pathname === '/' ? (location.search.q ?? '') : '') });
  const input = useRef<HTMLInputElement>(null);
  // Going back, or clearing the filters, changes the words here too.
  useEffect(() => {
    if (input.current) input.current.value = q;
  }, [q]);

  const search = (event: FormEvent): void => {
    event.preventDefault();
    const words = input.current?.value.trim() ?? '';
    void navigate({ to: '/', search: words === '' ? {} : { q: words } });
  };

  return (
    <search>
      <form onSubmit={search} className="relative mx-auto max-w-xl">
        <Icon
          name="search"
          className="pointer-events-none absolute top-1/2 left-3.5 size-5 -translate-y-1/2 text-soft"
        />
        <input
          ref={input}
          type="search"
          name="q"
          defaultValue={q}
          maxLength={100}
          aria-label={texts.header.search}
          placeholder={texts.header.search}
          enterKeyHint="search"
          className="min-h-11 w-full rounded-full border border-edge/60 bg-sheet py-2 pr-4 pl-11 placeholder:text-soft"
        />
      </form>
    </search>
  );
};
