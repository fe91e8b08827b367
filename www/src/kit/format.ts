/** Numbers as a reader likes them, in the language of the page. */
import { msg, str } from "@lit/localize";
import { language } from "./language";

/**
 * A format that is made when it is first used: a page's first one takes a browser some 40 ms, and one that has just been
 * opened can do without; and by then the language is known.
 */
export function numberFormat(options: Intl.NumberFormatOptions): { format(value: number): string } {
  let made: Intl.NumberFormat | undefined;
  return {
    format: (value) => {
      made ??= new Intl.NumberFormat(language(), options);
      return made.format(value);
    },
  };
}

const PRECISE = numberFormat({ maximumSignificantDigits: 6 });
const SHORT = numberFormat({ maximumSignificantDigits: 4 });
const ALL = numberFormat({ maximumFractionDigits: 20 });

/** A duration in milliseconds, in the unit that suits its size. */
export function ms(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${SHORT.format(milliseconds / 1000)} s`;
  if (milliseconds > 0 && milliseconds < 0.1) return `${SHORT.format(milliseconds * 1000)} µs`;
  return `${SHORT.format(milliseconds)} ms`;
}

/** All digits of a number, those before the point in groups. English needs no format: forms show it before anything else. */
export function digits(value: number): string {
  const all = String(value);
  if (all.includes("e")) return all;
  if (language() !== "en") return ALL.format(value);
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

const FIXED = new Map<number, ReturnType<typeof numberFormat>>();

/** A number with so many decimals, without groups. English needs no format: an axis shows it before anything else. */
export function fixed(value: number, decimals: number): string {
  if (language() === "en") return value.toFixed(decimals);
  let format = FIXED.get(decimals);
  if (!format) {
    format = numberFormat({ minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false });
    FIXED.set(decimals, format);
  }
  return format.format(value);
}

/** The numbers of one column, with as many decimals each, so that they can be compared at a glance. */
export function column(values: number[]): string[] {
  if (values.every(Number.isInteger)) return values.map(number);
  const largest = Math.max(...values.map(Math.abs));
  const decimals = Math.min(12, Math.max(0, 5 - Math.floor(Math.log10(largest || 1))));
  const format = numberFormat({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return values.map((value) => format.format(value));
}

/** So many of something: `1 permit`, `3 permits`. */
export function counted(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** A number with the unit that its name ends in. */
export function quantity(value: number, key: string): string {
  if (key.endsWith("_ms")) return ms(value);
  if (key.endsWith("_us")) return `${number(value)} µs`;
  if (key.endsWith("_bytes")) return `${number(value)} ${msg("bytes")}`;
  return number(value);
}

/** A place in an order, by the rules of the language, which has all of these forms or some: `1st`, `22nd`, `103rd`. */
export function ordinal(value: number): string {
  const shown = number(value);
  switch (new Intl.PluralRules(language(), { type: "ordinal" }).select(value)) {
    case "one":
      return msg(str`${shown}st`, {
        id: "ordinal-one",
        desc: "A place in an order: 1st, 21st; the category “one” of Intl.PluralRules",
      });
    case "two":
      return msg(str`${shown}nd`, {
        id: "ordinal-two",
        desc: "A place in an order: 2nd, 22nd; the category “two” of Intl.PluralRules",
      });
    case "few":
      return msg(str`${shown}rd`, {
        id: "ordinal-few",
        desc: "A place in an order: 3rd, 23rd; the category “few” of Intl.PluralRules",
      });
    default:
      return msg(str`${shown}th`, {
        id: "ordinal-other",
        desc: "A place in an order: 4th, 20th; any other category of Intl.PluralRules",
      });
  }
}
