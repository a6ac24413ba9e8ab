/** The basket's route builder. */
import { createRoutes } from '../../shared/http/route.ts';
import { dependencies } from './dependencies.ts';
import { basketProblems } from './problems.ts';

export const route = createRoutes({ context: 'basket', problems: basketProblems, dependencies });
