/**
 * Stands in for validator in the apps' bundles: the one function that the client of durable-functions 3.x uses, and with which it looks
 * for addresses in its binding at every invocation. See docs/decisions/004-lean-durable-client.md.
 */

/** Whether a text is an absolute http or https address. */
export const isURL = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);
