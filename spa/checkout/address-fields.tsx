/** The fields of an address, named as the shop names them. */
import type { Address } from '../api/types.ts';
import { texts } from '../texts.ts';
import { TextField } from '../ui/field.tsx';
import { type AddressErrors, limits } from './address.ts';

interface AddressFieldsProps {
  address?: Address | undefined;
  errors: AddressErrors;
}

export const AddressFields = ({ address, errors }: AddressFieldsProps) => {
  const field = (name: keyof Address, autoComplete: string, className = 'sm:col-span-2') => (
    <TextField
      name={name}
      label={texts.address[name]}
      autoComplete={autoComplete}
      maxLength={limits[name]}
      defaultValue={address?.[name]}
      error={errors[name]}
      optional={name === 'state'}
      className={className}
    />
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {field('name', 'name')}
      {field('street', 'street-address')}
      {field('postalCode', 'postal-code', '')}
      {field('city', 'address-level2', '')}
      {field('state', 'address-level1', '')}
      {field('country', 'country-name', '')}
    </div>
  );
};
