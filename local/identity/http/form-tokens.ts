/**
 * Tokens against forged forms. Same-site cookies keep other sites out, but every port of 127.0.0.1 is the same site: whatever else runs
 * on this machine must not be able to post our forms.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface FormTokens {
  /** The token of a form (its name) on the page of one session, interaction or link. */
  issue(form: string, owner: string): string;
  accepts(token: string | null, form: string, owner: string): boolean;
}

/** `key` is the provider's own secret. */
export const createFormTokens = (key: string): FormTokens => {
  const issue = (form: string, owner: string): string =>
    createHmac('sha256', key).update(`form ${form} ${owner}`).digest('base64url');
  return {
    issue,
    accepts: (token, form, owner) => {
      const [given, right] = [Buffer.from(token ?? ''), Buffer.from(issue(form, owner))];
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
};
