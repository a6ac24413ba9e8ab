import { describeSqlStore } from '../../../shared/sql/testing/stores.ts';
import { fillOrdering } from './prepare.ts';
import { orderingStoreContract } from './store.contract.ts';

describeSqlStore({
  owner: 'ordering',
  folder: import.meta.dirname,
  fill: fillOrdering,
  contract: orderingStoreContract,
});
