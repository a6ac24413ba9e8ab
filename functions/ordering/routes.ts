/** Ordering's route builder. */
import { createRoutes } from '../../shared/http/route.ts';
import { dependencies } from './dependencies.ts';
import { orderingProblems } from './problems.ts';

export const route = createRoutes({ context: 'ordering', problems: orderingProblems, dependencies });
