/** Numbers as a reader likes them. */

/**
 * A format that is made when it is first used: a page's first one takes a browser some 40 ms, and one that has just been
 * opened can do without.
 */
function numberFormat(options: Intl.NumberFormatOptions): { format(value: number): string } {
  let made: Intl.NumberFormat | undefined;
  return {
    format: (value) => {
      made ??= new Intl.NumberFormat("en", options);
      return made.format(value);
    },
  };
}

const PRECISE = numberFormat({ maximumSignificantDigits: 6 });
const SHORT = numberFormat({ maximumSignificantDigits: 4 });

/** A duration in milliseconds, in the unit that suits its size. */
export function ms(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${SHORT.format(milliseconds / 1000)} s`;
  if (milliseconds > 0 && milliseconds < 0.1) return `${SHORT.format(milliseconds * 1000)} µs`;
  return `${SHORT.format(milliseconds)} ms`;
}

/** All digits of a number, those before the point in groups. It needs no format: forms show it before anything else. */
export function digits(value: number): string {
  const all = String(value);
  if (all.includes("e")) return all;
  const [whole = "", ...decimals] = all.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...decimals].join(".");
}

/** A whole number keeps all its digits, another as many as can be meant. */
export function number(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return digits(value);
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(3);
  if (size >= 10_000) return digits(Math.round(value));
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

/** So many of something that has a plain plural: `1 permit`, `3 permits`. */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A number with the unit that its name ends in. */
export function quantity(value: number, key: string): string {
  if (key.endsWith("_ms")) return ms(value);
  if (key.endsWith("_us")) return `${number(value)} µs`;
  if (key.endsWith("_bytes")) return `${number(value)} bytes`;
  return number(value);
}
