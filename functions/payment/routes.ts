/** Payment's route builder. */
import { createRoutes } from '../../shared/http/route.ts';
import { dependencies } from './dependencies.ts';
import { paymentProblems } from './problems.ts';

export const route = createRoutes({ context: 'payment', problems: paymentProblems, dependencies });
