/** Of a value as long as a book a program shows the beginning and the end: what is copied and downloaded has all of it. */
import { msg, str } from "@lit/localize";
import { html, type TemplateResult } from "lit";
import { number } from "../kit/format";
import type { Colour, Pieces } from "./highlight";
import type { Row } from "./rows";

/** Longer values are shown in part. */
const LONGEST = 6000;
const BEGINNING = 2000;
const END = 500;

/** What is left out of a row: from one place in the text to another. */
interface Cut {
  from: number;
  to: number;
}

function cutOf(text: string, { value }: Row): Cut | undefined {
  if (!value || value.to - value.from <= LONGEST) return undefined;
  // Between two items, where it has some.
  const from = text.lastIndexOf(", ", value.from + BEGINNING) + 2;
  const to = text.indexOf(", ", value.to - END) + 2;
  return {
    from: from > value.from + 1 ? from : value.from + BEGINNING,
    to: to > 1 && to < value.to ? to : value.to - END,
  };
}

/** A row with its text in pieces: before its value, the value, and after it. */
export interface Painted extends Row {
  before: ReturnType<Pieces>;
  written: ReturnType<Pieces>;
  after: ReturnType<Pieces>;
  /** The numbers of its lines that are shown, a line each. */
  numbers: string;
}

/** The rows of a program as they are shown. */
export function painted(text: string, rows: readonly Row[], colour: Colour | undefined): Painted[] {
  const shown = new Elided(text, rows, colour);
  return rows.map((row) => {
    const { from, to, value } = row;
    const [begin, end] = value ? [value.from, value.to] : [to, to];
    const written = value ? shown.pieces(begin, end) : [];
    const [before, after] = [shown.pieces(from, begin), shown.pieces(end, to)];
    return { ...row, before, written, after, numbers: shown.numbers(row).join("\n") };
  });
}

/** A program of which very long values are left out in part. */
class Elided {
  readonly #cuts: Cut[];
  readonly #pieces: Pieces;
  readonly #text: string;

  constructor(text: string, rows: readonly Row[], colour: Colour | undefined) {
    this.#text = text;
    this.#cuts = rows.flatMap((row) => cutOf(text, row) ?? []);
    let from = 0;
    let brief = "";
    for (const cut of this.#cuts) {
      brief += text.slice(from, cut.from);
      from = cut.to;
    }
    brief += text.slice(from);
    // What nobody sees is not parsed either.
    this.#pieces = colour?.(brief) ?? ((from, to) => [brief.slice(from, to)]);
  }

  /** The text from one place to another. */
  pieces(from: number, to: number): (string | TemplateResult)[] {
    const cut = this.#cuts.find((one) => from <= one.from && one.to <= to);
    if (!cut) return this.#pieces(this.#brief(from), this.#brief(to));
    const count = number(cut.to - cut.from);
    const note = msg(str`… ${count} characters that are not shown …`, { desc: "in the midst of a program" });
    return [...this.pieces(from, cut.from), html`<span class="elided">${note}</span>`, ...this.pieces(cut.to, to)];
  }

  /** The numbers of a row's lines that are shown. */
  numbers({ first, last, from, to }: Row): number[] {
    const cut = this.#cuts.find((one) => from <= one.from && one.to <= to);
    const lines = (from: number, to: number) => this.#text.slice(from, to).split("\n").length - 1;
    const ahead = cut ? lines(from, cut.from) : last - first;
    const behind = cut ? lines(cut.to, to) : 0;
    const run = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
    return [...run(first, ahead + 1), ...run(last - behind + 1, behind)];
  }

  /** A place of the text in what is left of it. */
  #brief(place: number): number {
    return this.#cuts.reduce((at, cut) => (cut.to <= place ? at - (cut.to - cut.from) : at), place);
  }
}
