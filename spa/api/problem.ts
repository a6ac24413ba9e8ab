/** What goes wrong when the shop is asked: its RFC 9457 problems, and no answer at all. */

export interface FieldError {
  field: string;
  message: string;
}

/** The body of an application/problem+json answer. */
interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail?: string;
  errors?: readonly FieldError[];
  retryable?: boolean;
}

/** An answer of the shop that is an error. `code` is stable; `offline` stands for no answer at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly retryable: boolean;

  constructor({ status, code, title, detail, errors = [], retryable = false }: ProblemBody) {
    super(title);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.retryable = retryable;
  }
}

/** Nobody answered: the browser is offline, or the shop cannot be reached. */
export const unreachable = (): Problem =>
  new Problem({ status: 0, code: 'offline', title: 'The shop cannot be reached', retryable: true });

/** Nobody is signed in, or no longer: what the gateway would answer to a call without a token. */
export const signedOut = (): Problem =>
  new Problem({ status: 401, code: 'missing-token', title: 'Nobody is signed in' });

const isProblemBody = (body: unknown): body is ProblemBody =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';

/** The problem that an answer carries; a stranger's error page becomes one of ours. */
export const problemIn = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblemBody(body)) return new Problem({ ...body, status: response.status });
  const retryable = response.status >= 500 || response.status === 429;
  return new Problem({
    status: response.status,
    code: `http-${response.status}`,
    title: response.statusText,
    retryable,
  });
};

export const isProblem = (error: unknown, code?: string): error is Problem =>
  error instanceof Problem && (code === undefined || error.code === code);

/** The message for each field that the shop found wrong, by the name it gave the field. */
export const fieldMessages = (error: unknown): Record<string, string> =>
  isProblem(error) ? Object.fromEntries(error.errors.map(({ field, message }) => [field, message])) : {};
