/** An item in a form: what is typed, what is wrong with it, and how it differs from what somebody else has saved. */
import type { Item, ItemFacts } from '../api/types.ts';
import { money, parseMoney, plainMoney } from '../format.ts';
import { operatorTexts } from '../texts-operator.ts';

const texts = operatorTexts.item;

/** The facts as they stand in the form's fields. */
export interface ItemForm {
  name: string;
  description: string;
  brandId: string;
  typeId: string;
  price: string;
}

export type ItemFormErrors = Partial<Record<keyof ItemForm, string>>;

export const emptyForm: ItemForm = { name: '', description: '', brandId: '', typeId: '', price: '' };

export const formOf = ({ name, description, brand, type, priceMinor, currency }: Item): ItemForm => ({
  name,
  description,
  brandId: brand.id,
  typeId: type.id,
  price: plainMoney(priceMinor, currency),
});

/** In which field the facts of an item are. */
export const fieldOfFact: Readonly<Record<keyof ItemFacts, keyof ItemForm>> = {
  name: 'name',
  description: 'description',
  brandId: 'brandId',
  typeId: 'typeId',
  priceMinor: 'price',
};

const required = ['name', 'description', 'brandId', 'typeId'] as const;

/** The facts to send, or what is wrong in which field. */
export const readItemForm = (form: ItemForm, currency: string): { facts: ItemFacts } | { errors: ItemFormErrors } => {
  const priceMinor = parseMoney(form.price, currency);
  const errors: ItemFormErrors = {
    ...Object.fromEntries(required.filter((name) => form[name].trim() === '').map((name) => [name, texts.missing])),
    ...(!priceMinor && { price: texts.priceWrong }),
  };
  if (!priceMinor || Object.keys(errors).length > 0) return { errors };
  const { name, description, brandId, typeId } = form;
  return { facts: { name: name.trim(), description: description.trim(), brandId, typeId, priceMinor } };
};

/** One field that two people have given different values. */
export interface Difference {
  label: string;
  mine: string;
  theirs: string;
}

interface Names {
  brand: (id: string) => string;
  type: (id: string) => string;
}

/** Where what is typed here differs from what is saved there. */
export const itemDifferences = (mine: ItemFacts, theirs: Item, nameOf: Names): Difference[] => {
  const price = (minor: number) => money(minor, theirs.currency);
  const all: Difference[] = [
    { label: texts.name, mine: mine.name, theirs: theirs.name },
    { label: texts.description, mine: mine.description, theirs: theirs.description },
    { label: texts.brand, mine: nameOf.brand(mine.brandId), theirs: theirs.brand.name },
    { label: texts.type, mine: nameOf.type(mine.typeId), theirs: theirs.type.name },
    { label: texts.price(theirs.currency), mine: price(mine.priceMinor), theirs: price(theirs.priceMinor) },
  ];
  return all.filter(({ mine, theirs }) => mine !== theirs);
};
