/** Builds everything once, before the first end-to-end test. */
import { buildAll } from '../../scripts/build.ts';

export default buildAll;
