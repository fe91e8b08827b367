/**
 * The parts of a lesson by the names that `show=program,timeline` gives them, in the order in which they stand;
 * `docs/embedding.md` lists them.
 */
import { msg, str } from "@lit/localize";
import type { Problem } from "../setting/link";

export const PARTS = [
  "title",
  "text",
  "program",
  "parameters",
  "question",
  "run",
  "finding",
  "picture",
  "timeline",
  "tries",
  "pictures",
  "output",
  "result",
  "details",
  "studies",
  "background",
  "more",
] as const;

export type Part = (typeof PARTS)[number];

/** What a run fills: where one of them stands, Run stands too. */
const OF_A_RUN: ReadonlySet<Part> = new Set([
  "parameters",
  "finding",
  "picture",
  "timeline",
  "pictures",
  "tries",
  "result",
  "output",
]);

/** Says whether a part stands on the page. */
export type IsShown = (part: Part) => boolean;

const showsAll: IsShown = () => true;

/** Reads the value of `show`; null is none, and shows all. What it cannot be is told. */
export function readShow(text: string | null): { shows: IsShown; problems: Problem[] } {
  if (text === null) return { shows: showsAll, problems: [] };
  const names = text.split(",").flatMap((name) => name.trim() || []);
  const parts = new Set(PARTS.filter((part) => names.includes(part)));
  const allowed = PARTS.join(", ");
  const problems = names
    .filter((name) => !PARTS.some((part) => part === name))
    .map((name) => {
      const what = `“${name.slice(0, 60)}”`;
      return { message: msg(str`show has no part ${what}. The parts are: ${allowed}.`) };
    });
  if (parts.size === 0) return { shows: showsAll, problems };
  if ([...parts].some((part) => OF_A_RUN.has(part))) parts.add("run");
  return { shows: (part) => parts.has(part), problems };
}
