/** Form fields: a label, the control, a hint, and what is wrong with it, tied together for screen readers. */
import type { FormErrors } from '../http/form.ts';
import { type Html, html, raw } from './html.ts';

export interface Field {
  name: string;
  label: string;
  autocomplete: string;
  type?: 'text' | 'email' | 'password';
  value?: string | undefined;
  hint?: string;
}

const describedBy = (ids: readonly (string | undefined)[]): Html | undefined => {
  const present = ids.filter((id) => id !== undefined);
  return present.length > 0 ? raw(` aria-describedby="${present.join(' ')}"`) : undefined;
};

/** Login names and addresses are not words of any language. */
const asTyped = raw(' autocapitalize="none" spellcheck="false"');

const control = ({ name, label, autocomplete, type = 'text', value, hint }: Field, error?: string, focus = false) => {
  const ids = [hint && `${name}-hint`, error && `${name}-error`];
  const state = html`${describedBy(ids)}${error === undefined ? undefined : raw(' aria-invalid="true"')}${focus ? raw(' autofocus') : undefined}`;
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`}
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${autocomplete === 'name' ? undefined : asTyped} required${state}>
${error === undefined ? undefined : html`<p class="error" id="${name}-error">${error}</p>`}
</div>
`;
};

/** All fields of a form. The cursor stands in the first that is wrong, else in the first that is empty if `focus` is wanted. */
export const fieldsOf = (fields: readonly Field[], errors: FormErrors = {}, focus = true): Html => {
  const wrong = fields.find(({ name }) => errors[name] !== undefined);
  const first = wrong ?? (focus ? fields.find(({ value }) => !value) : undefined);
  return html`${fields.map((field) => control(field, errors[field.name], field === first))}`;
};

/** What is wrong, on top of the page: a sentence, or links to the fields. Read out when the page opens. */
export const problemBox = (fields: readonly Field[], errors: FormErrors = {}, problem?: string): Html | undefined => {
  if (problem !== undefined) return html`<p class="problem" role="alert">${problem}</p>`;
  const wrong = fields.filter(({ name }) => errors[name] !== undefined);
  if (wrong.length === 0) return undefined;
  const links = wrong.map(({ name }) => html`<li><a href="#${name}">${errors[name]}</a></li>`);
  return html`<div class="problem" role="alert"><p>Please mend this:</p><ul>${links}</ul></div>`;
};

export interface FormPage {
  action: string;
  /** Against forged forms. */
  token: string;
  errors?: FormErrors | undefined;
  /** What is wrong with the whole. */
  problem?: string | undefined;
}

/** The form with its hidden token. */
export const form = ({ action, token }: Pick<FormPage, 'action' | 'token'>, content: Html): Html =>
  html`<form method="post" action="${action}"><input type="hidden" name="form_token" value="${token}">
${content}</form>`;

/** Whether the page shows a problem. */
export const hasFailed = ({ errors, problem }: Pick<FormPage, 'errors' | 'problem'>): boolean =>
  problem !== undefined || (errors !== undefined && Object.keys(errors).length > 0);
