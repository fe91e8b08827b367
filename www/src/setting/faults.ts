/**
 * What is wrong with a value, in a reader's words: the same at a field, of a link, and in place of what the engine says to
 * developers. The engine is the authority; what is said here it would refuse too.
 */
import { msg, str } from "@lit/localize";
import type { Json, Lesson } from "../api/types";
import type { Setting } from "./address";
import { allowed, looksRight, type Spec, specsOf } from "./spec";

export interface Fault {
  parameter: string;
  /** Where within the parameter: the row of a table, and the cell. */
  path: string[];
  message: string;
}

type ListSpec = Extract<Spec, { kind: "list" }>;

/** “Work must be a whole number from 1 to 10,000,000.” */
export function mustBe(title: string, spec: Spec): string {
  return msg(str`${title} must be ${allowed(spec)}.`, { desc: "a parameter, and what it may be" });
}

/** The same of a text that is not even a value. */
export function mustBeNot(title: string, spec: Spec, text: string): string {
  return msg(str`${title} must be ${allowed(spec)}, not ${text}.`, {
    desc: "a parameter, what it may be, and what was written instead, in quotes",
  });
}

/** What is wrong with this value, if the page can tell. */
export function faultOf(parameter: string, spec: Spec, value: Json | undefined): Fault | undefined {
  // Whether a file can be read and a program be understood is for the engine to say.
  if (value === undefined || spec.kind === "file" || spec.builtin !== undefined) return undefined;
  if (looksRight(value, spec)) return undefined;
  const inner = spec.kind === "list" && Array.isArray(value) ? rowFault(parameter, spec, value) : undefined;
  return inner ?? { parameter, path: [], message: mustBe(spec.title, spec) };
}

/** Of a table: the first row that is wrong, and its cell. */
function rowFault(parameter: string, { item, title }: ListSpec, rows: Json[]): Fault | undefined {
  const row = rows.findIndex((one) => !looksRight(one, item));
  const wrong = rows[row];
  if (wrong === undefined) return undefined;
  const inRow = (what: string) =>
    msg(str`${what}, row ${row + 1}`, { desc: "a cell of a table: its column and its row" });
  if (item.kind === "list") return { parameter, path: [String(row)], message: mustBe(inRow(title), item) };
  if (item.kind !== "object") return undefined;
  if (typeof wrong !== "object" || wrong === null || Array.isArray(wrong)) return undefined;
  for (const [name, spec] of item.fields) {
    const part = wrong[name];
    if (part === undefined ? !item.required.includes(name) : looksRight(part, spec)) continue;
    return { parameter, path: [String(row), name], message: mustBe(inRow(spec.title), spec) };
  }
  return undefined;
}

/** What is wrong with a setting: the first fault, in the order of the form. */
export function faultIn(lesson: Lesson, { params }: Setting): Fault | undefined {
  for (const [name, spec] of specsOf(lesson)) {
    const fault = faultOf(name, spec, params[name]);
    if (fault) return fault;
  }
  return undefined;
}

/** What this engine lacks, without how a developer would build another: “CUDA runs in the native program only.” */
export function lacking(message: string): string {
  const [, backend] = /^backend (\w+): .*--features/s.exec(message) ?? [];
  return backend === undefined ? message : msg(str`${backend.toUpperCase()} runs in the native program only.`);
}

/** What the engine says of a parameter, which begins with where and in which lesson that is, begins with what the form calls it. */
export function engineSays(lesson: Lesson, message: string): string {
  const [whole, place = "", said = ""] = /^parameter (\S+) of \S+: (.*)$/s.exec(message) ?? [];
  if (whole === undefined) return message;
  const [name = ""] = place.match(/\w+/) ?? [];
  return `${specsOf(lesson).get(name)?.title ?? name}: ${said}`;
}
