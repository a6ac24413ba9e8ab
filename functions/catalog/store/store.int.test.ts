import { describeSqlStore } from '../../../shared/sql/testing/stores.ts';
import { fillCatalog } from './prepare.ts';
import { catalogStoreContract } from './store.contract.ts';

describeSqlStore({
  owner: 'catalog',
  folder: import.meta.dirname,
  fill: fillCatalog,
  contract: catalogStoreContract,
});
