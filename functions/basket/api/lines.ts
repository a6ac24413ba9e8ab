/** The lines of a whole basket, as a request states them. */
import * as z from 'zod';
import { StockLine } from '../../../shared/contracts/values.ts';
import { maxLines } from '../domain/basket.ts';

export const Lines = z.strictObject({ lines: z.array(z.strictObject(StockLine.shape)).max(maxLines) });
