/** The fields of an item's facts. */
import { useQuery } from '@tanstack/react-query';
import { startQuery } from '../api/catalog.ts';
import type { Named } from '../api/types.ts';
import { operatorTexts } from '../texts-operator.ts';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import type { ItemForm, ItemFormErrors } from './item-form.ts';
import { NewName } from './new-name.tsx';

const texts = operatorTexts.item;

interface ItemFieldsProps {
  form: ItemForm;
  errors: ItemFormErrors;
  currency: string;
  onChange: (change: Partial<ItemForm>) => void;
}

interface NamedFieldProps {
  kind: 'brands' | 'types';
  label: string;
  value: string;
  names: readonly Named[];
  error: string | undefined;
  onChange: (id: string) => void;
}

const NamedField = ({ kind, label, value, names, error, onChange }: NamedFieldProps) => (
  <div className="space-y-1">
    <SelectField label={label} value={value} error={error} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{texts.choose}</option>
      {names.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
    <NewName kind={kind} onCreated={({ id }) => onChange(id)} />
  </div>
);

export const ItemFields = ({ form, errors, currency, onChange }: ItemFieldsProps) => {
  const { data: start } = useQuery(startQuery);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={texts.name}
        value={form.name}
        maxLength={50}
        error={errors.name}
        className="sm:col-span-2"
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextArea
        label={texts.description}
        value={form.description}
        maxLength={400}
        error={errors.description}
        className="sm:col-span-2"
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <NamedField
        kind="brands"
        label={texts.brand}
        value={form.brandId}
        names={start?.brands ?? []}
        error={errors.brandId}
        onChange={(brandId) => onChange({ brandId })}
      />
      <NamedField
        kind="types"
        label={texts.type}
        value={form.typeId}
        names={start?.types ?? []}
        error={errors.typeId}
        onChange={(typeId) => onChange({ typeId })}
      />
      <TextField
        label={texts.price(currency)}
        value={form.price}
        inputMode="decimal"
        error={errors.price}
        onChange={(event) => onChange({ price: event.currentTarget.value })}
      />
    </div>
  );
};
