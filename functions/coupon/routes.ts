/** Coupon's route builder. */
import { createRoutes } from '../../shared/http/route.ts';
import { dependencies } from './dependencies.ts';
import { couponProblems } from './problems.ts';

export const route = createRoutes({ context: 'coupon', problems: couponProblems, dependencies });
