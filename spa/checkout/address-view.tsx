/** An address as it stands on a parcel. */
import type { Address } from '../api/types.ts';
import { addressLines } from './address.ts';

export const AddressView = ({ address, className }: { address: Address; className?: string }) => (
  <address className={className ?? 'not-italic'}>
    {addressLines(address).map((line) => (
      <span key={line} className="block first:font-semibold">
        {line}
      </span>
    ))}
  </address>
);
