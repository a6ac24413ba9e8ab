import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterOf, parseCatalogSearch, parsePlainSearch, sorts, stringifyPlainSearch } from './search.ts';

const brand = '01943ad7-aa80-78eb-b5b2-d06ef29872f4';

test('an address says what is shown', () => {
  const search = parseCatalogSearch(parsePlainSearch(`?q=mug&brand=${brand}&sort=-price&stock=true&page=2`));
  expect(search).toEqual({ q: 'mug', brand, sort: '-price', stock: true, page: 2 });
  expect(filterOf(search)).toMatchObject({
    search: 'mug',
    brandId: brand,
    sort: '-price',
    inStock: 'true',
    pageIndex: 1,
  });
});

test('the first page in the usual order needs no words', () => {
  expect(parseCatalogSearch({ page: '1', sort: 'name', q: '  ' })).toEqual({});
});

test('what cannot be meant is left out', () => {
  const nonsense = { q: 7, brand: 'Night Watch', kind: "' or 1=1", sort: 'random', stock: 'maybe', page: '-3' };
  expect(parseCatalogSearch(nonsense)).toEqual({});
  expect(parseCatalogSearch({ page: '1.5' })).toEqual({});
});

test('every search survives being written into the address and read again', () => {
  const search = fc.record(
    {
      q: fc.string({ minLength: 1, maxLength: 50 }),
      brand: fc.constant(brand),
      sort: fc.constantFrom(...sorts),
      stock: fc.constant(true as const),
      page: fc.integer({ min: 1, max: 9999 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(search, (given) => {
      const meant = parseCatalogSearch(given);
      expect(parseCatalogSearch(parsePlainSearch(stringifyPlainSearch({ ...meant })))).toEqual(meant);
    }),
  );
});
