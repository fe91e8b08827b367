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
