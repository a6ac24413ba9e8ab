/** How pages of a list are asked for: the size of a page, and its number from 0 on. */
import * as z from 'zod';

export const pageSize = (most = 100) => z.coerce.number().int().min(1).max(most);

export const pageIndex = z.coerce.number().int().min(0).max(100_000).default(0);
