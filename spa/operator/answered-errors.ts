/** What the shop found wrong with a form, by the fields of the form. */
import { fieldMessages } from '../api/problem.ts';
import { operatorTexts } from '../texts-operator.ts';

/** `fieldOf` says in which field of the form a field of the API is; what is in none stays a matter of the whole form. */
export const answeredErrors = <Field extends string>(
  error: unknown,
  fieldOf: Readonly<Record<string, Field>>,
): Partial<Record<Field, string>> => {
  const messages = Object.entries(fieldMessages(error)).flatMap(([name, message]) => {
    const field = fieldOf[name];
    return field === undefined ? [] : [[field, operatorTexts.fieldIs(message)] as const];
  });
  return Object.fromEntries(messages) as Partial<Record<Field, string>>;
};
