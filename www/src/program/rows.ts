/** A program cut into rows: a line each, or the lines of one value. What each row is to its reader. */
import type { Listing, Shows, Source } from "../api/types";

export type Language = "python" | "rust";

type Mark = Listing["marks"][number];

export interface Row {
  /** The numbers of its lines, from 1. */
  first: number;
  last: number;
  /** Where it lies in the text, without the end of its last line. */
  from: number;
  to: number;
  /** Whether it is one of those that the lesson is about. */
  core: boolean;
  /** In what states of a worker it is at work. */
  shows: Shows[];
  /** A parameter's value, which stands in it. */
  value: Mark | undefined;
  /** Parameters that chose the lines which begin here, and whose value stands nowhere. */
  chose: string[];
}

/** Rows of one line each. */
function plainRows(text: string): Row[] {
  const rows: Row[] = [];
  let from = 0;
  for (const [index, line] of text.replace(/\n$/, "").split("\n").entries()) {
    const [first, to] = [index + 1, from + line.length];
    rows.push({ first, last: first, from, to, core: false, shows: [], value: undefined, chose: [] });
    from = to + 1;
  }
  return rows;
}

/** Those of a listing. */
export function rowsOf({ source, marks, lines }: Listing): Row[] {
  const all = plainRows(source);
  for (const { line, core, shows } of lines) {
    const row = all[line - 1];
    if (row) Object.assign(row, { core, shows });
  }
  const rows: Row[] = [];
  const values = marks.filter(({ kind }) => kind === "value");
  for (const row of all) {
    const last = rows.at(-1);
    if (last?.value && row.from < last.value.to) {
      last.last = row.last;
      last.to = row.to;
      last.core ||= row.core;
      last.shows = [...last.shows, ...row.shows];
    } else {
      rows.push({ ...row, value: values.find(({ line }) => line === row.first) });
    }
  }
  for (const [parameter, line] of chosen(marks, rows)) {
    rows.find(({ first, last }) => first <= line && line <= last)?.chose.push(parameter);
  }
  return rows;
}

/**
 * The parameters that chose lines and whose value stands nowhere, each with the first of those lines; of several places
 * one that the lesson is about.
 */
function chosen(marks: Mark[], rows: Row[]): Map<string, number> {
  const places = new Map<string, { line: number; core: boolean }>();
  for (const { parameter, kind, line, from, to } of marks) {
    if (kind !== "variant" || marks.some((one) => one.kind === "value" && one.parameter === parameter)) continue;
    const core = rows.some((row) => row.core && row.from >= from && row.to <= to);
    const known = places.get(parameter);
    if (!known || (core && !known.core)) places.set(parameter, { line, core });
  }
  return new Map([...places].map(([parameter, { line }]) => [parameter, line]));
}

/** Those of the Rust: each text of its core begins one line, to which belongs what is indented below it, and its end. */
export function rustRows(source: string, core: Source["core"]): Row[] {
  const rows = plainRows(source);
  const text = ({ from, to }: Row) => source.slice(from, to);
  const indent = (row: Row) => text(row).search(/\S|$/);
  for (const begin of core) {
    const at = rows.findIndex((row) => text(row).trim().startsWith(begin));
    const first = rows[at];
    if (!first) continue;
    let last = at;
    for (let next = at + 1; next < rows.length; next++) {
      const row = rows[next];
      if (!row || text(row).trim() === "") continue;
      if (indent(row) > indent(first)) last = next;
      else {
        if (last > at && indent(row) === indent(first) && /^\s*[)\]}]/.test(text(row))) last = next;
        break;
      }
    }
    for (const row of rows.slice(at, last + 1)) row.core = true;
  }
  return rows;
}
