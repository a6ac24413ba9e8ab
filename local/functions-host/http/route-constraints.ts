/** Inline route constraints of ASP.NET: `{id:int}`, `{name:alpha:length(2,10)}`, … Pure. */

export type Constraint = (value: string) => boolean;

const number =
  (form: RegExp, low: number, high: number): Constraint =>
  (value) =>
    form.test(value) && Number(value) >= low && Number(value) <= high;

const integer = /^[+-]?\d+$/;
const fraction = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const isLong: Constraint = (value) =>
  integer.test(value) && BigInt.asIntN(64, BigInt(value.replace('+', ''))) === BigInt(value.replace('+', ''));

const plain: Record<string, Constraint> = {
  int: number(integer, -(2 ** 31), 2 ** 31 - 1),
  long: isLong,
  decimal: number(/^[+-]?(\d+\.?\d*|\.\d+)$/, -7.92e28, 7.92e28),
  double: number(fraction, -Number.MAX_VALUE, Number.MAX_VALUE),
  float: number(fraction, -3.402_823_47e38, 3.402_823_47e38),
  bool: (value) => /^(true|false)$/i.test(value),
  guid: (value) => /^([{(]?)[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}[)}]?$/i.test(value),
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
  file: (value) => /\.[^./]+$/.test(value),
  nonfile: (value) => !/\.[^./]+$/.test(value),
};

const withNumbers: Record<string, (...limits: number[]) => Constraint> = {
  minlength:
    (least = 0) =>
    (value) =>
      value.length >= least,
  maxlength:
    (most = 0) =>
    (value) =>
      value.length <= most,
  length:
    (least = 0, most = least) =>
    (value) =>
      value.length >= least && value.length <= most,
  min:
    (least = 0) =>
    (value) =>
      integer.test(value) && Number(value) >= least,
  max:
    (most = 0) =>
    (value) =>
      integer.test(value) && Number(value) <= most,
  range:
    (least = 0, most = 0) =>
    (value) =>
      integer.test(value) && Number(value) >= least && Number(value) <= most,
};

/** Parses one constraint; throws an Error naming it when there is none of that name. */
export const parseConstraint = (text: string): Constraint => {
  const [, name = text, argument] = /^(\w+)(?:\((.*)\))?$/.exec(text) ?? [];
  if (name === 'regex' && argument !== undefined) {
    const pattern = new RegExp(argument, 'i');
    return (value) => pattern.test(value);
  }
  const simple = argument === undefined && Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (simple !== undefined) return simple;
  const limits = (argument ?? '').split(',').map(Number);
  const limited = Object.hasOwn(withNumbers, name) ? withNumbers[name] : undefined;
  if (limited !== undefined && argument?.trim() && limits.every(Number.isFinite)) return limited(...limits);
  throw new Error(
    `"${text}" is no known constraint (known: ${[...Object.keys(plain), ...Object.keys(withNumbers)].join(', ')}, regex)`,
  );
};
