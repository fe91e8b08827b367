/** Numbers as a reader likes them. */

const GROUPED = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const PRECISE = new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });
const SHORT = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** A duration in milliseconds, in the unit that suits its size. */
export function ms(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${SHORT.format(milliseconds / 1000)} s`;
  if (milliseconds > 0 && milliseconds < 0.1) return `${SHORT.format(milliseconds * 1000)} µs`;
  return `${SHORT.format(milliseconds)} ms`;
}

/** A whole number keeps all its digits, another as many as can be meant. */
export function number(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return GROUPED.format(value);
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(3);
  if (size >= 10_000) return GROUPED.format(value);
  return PRECISE.format(value);
}

/** The numbers of one column, with as many decimals each, so that they can be compared at a glance. */
export function column(values: number[]): string[] {
  if (values.every(Number.isInteger)) return values.map(number);
  const largest = Math.max(...values.map(Math.abs));
  const decimals = Math.min(12, Math.max(0, 5 - Math.floor(Math.log10(largest || 1))));
  const format = new Intl.NumberFormat("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return values.map((value) => format.format(value));
}
