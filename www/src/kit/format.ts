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

/** A format that English can do without: its own digits need no more than commas between their groups. */
function plainInEnglish(options: Intl.NumberFormatOptions, english: (value: number) => string) {
  const other = numberFormat(options);
  return { format: (value: number) => (language() === "en" ? grouped(english(value)) : other.format(value)) };
}

/** Numbers with at most so many digits that mean something. */
function significant(most: number) {
  return plainInEnglish({ maximumSignificantDigits: most }, (value) => String(Number(value.toPrecision(most))));
}

/** Numbers with so many decimals each. */
export function decimals(count: number) {
  const options = { minimumFractionDigits: count, maximumFractionDigits: count };
  return plainInEnglish(options, (value) => value.toFixed(count));
}

/** As many digits as what is measured can mean, and as a reader takes in at a glance. */
const DIGITS = 3;
const SHORT = significant(DIGITS);
const ROUGH = significant(2);
const ALL = plainInEnglish({ maximumFractionDigits: 20 }, String);

/** Makes them in a task that does nothing else, before there is a run to show. */
export function makeFormats(): void {
  for (const format of [SHORT, ROUGH]) format.format(0.5);
}

/** A duration in milliseconds, in the unit that suits its size. */
export function ms(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${number(milliseconds / 1000)} s`;
  if (milliseconds > 0 && milliseconds < 0.1) return `${number(milliseconds * 1000)} µs`;
  return `${number(milliseconds)} ms`;
}

/** All digits of a number, those before the point in groups. */
export function digits(value: number): string {
  const all = String(value);
  return all.includes("e") ? all : ALL.format(value);
}

/** The digits before the point in groups of three. */
function grouped(text: string): string {
  const [whole = "", ...decimals] = text.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...decimals].join(".");
}

/** A whole number keeps all its digits; another is rounded to three, everywhere in the page, and keeps those before the point. */
export function number(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return digits(value);
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(DIGITS - 1);
  if (size >= 10 ** (DIGITS - 1)) return digits(Math.round(value));
  return SHORT.format(value);
}

/** One that is exact to more digits than are shown of what is measured: an estimate of pi. */
export function exact(value: number): string {
  return fixed(value, 6);
}

/** Less than this apart, two times are the same to a reader: a second run differs as much by chance. */
const CHANCE = 1.1;

/** How fast something is against another that takes `ratio` times as long: “2.1 times faster”, “14 times slower”. */
export function faster(ratio: number): string {
  if (!Number.isFinite(ratio) || ratio <= 0) return msg("not comparable", { desc: "of two times" });
  if (isSame(ratio)) return msg("about as fast");
  const times = ROUGH.format(ratio > 1 ? ratio : 1 / ratio);
  return ratio > 1 ? msg(str`${times} times faster`) : msg(str`${times} times slower`);
}

/** Whether a ratio of two measurements is 1, but for chance. */
export function isSame(ratio: number): boolean {
  return ratio < CHANCE && ratio > 1 / CHANCE;
}

const FIXED = new Map<number, ReturnType<typeof numberFormat>>();

/** A number with so many decimals, without groups. */
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
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  const decimalsOf = (size: number, significant: number) => significant - 1 - Math.floor(Math.log10(size));
  // As many as the largest needs, and enough that the smallest is not shown as 0 where a few suffice.
  const wanted = Math.max(decimalsOf(Math.max(...sizes), DIGITS), Math.min(3, decimalsOf(Math.min(...sizes), 2)));
  const format = decimals(Math.min(12, Math.max(0, wanted)));
  return values.map((value) => format.format(value));
}

/** So many of something: `1 permit`, `3 permits`. */
export function counted(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** “1 logical processor”, “8 logical processors”. */
export function logicalProcessors(count: number): string {
  return counted(count, msg("logical processor"), msg("logical processors"));
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

/** A size in bytes, in the larger unit that suits, with the digits that are meant. */
export function bytes(value: number): string {
  if (value >= 1 << 20) return `${number(Math.round((10 * value) / (1 << 20)) / 10)} MiB`;
  if (value >= 1 << 10) return `${number(Math.round((10 * value) / (1 << 10)) / 10)} KiB`;
  return `${number(value)} ${msg("bytes")}`;
}
