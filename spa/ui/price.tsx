/** An amount of money. */
import { money } from '../format.ts';

export const Price = ({ minor, currency, className }: { minor: number; currency: string; className?: string }) => (
  <span className={className}>{money(minor, currency)}</span>
);
