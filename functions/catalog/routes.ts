/** The catalog's route builder. */
import { createRoutes } from '../../shared/http/route.ts';
import { dependencies } from './dependencies.ts';
import { catalogProblems } from './problems.ts';

export const route = createRoutes({ context: 'catalog', problems: catalogProblems, dependencies });
