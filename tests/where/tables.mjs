// The tables of docs/where-it-runs.md: one for each place, a row for each lesson, a column for each engine.

import { readFileSync, writeFileSync } from "node:fs";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { contexts } from "./contexts.mjs";
import { engines } from "./engines.mjs";
import { lessons } from "./seen.mjs";

const file = fromRoot("docs", "where-it-runs.md");

/** A heading, what is said under it, and the table.  @param {string} heading */
const section = (heading) => new RegExp(`(^## ${heading}\\n(?:(?!## |\\|).*\\n)*)((?:\\|.*\\n)*\\n?)`, "m");

/** @param {string} line */
const cellsOf = (line) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/**
 * What the docs say of one engine in one place.
 * @param {string} context
 * @param {string} engine
 * @returns {Record<string, string>} by the lessons' titles
 */
export function documented(context, engine) {
  const [, , table = ""] = section(context).exec(readFileSync(file, "utf8")) ?? [];
  const [head = "", , ...rows] = table.split("\n").filter(Boolean);
  const column = cellsOf(head).indexOf(engine);
  return Object.fromEntries(rows.map(cellsOf).map((cells) => [cells[0], cells[column] ?? ""]));
}

/**
 * Puts what was seen into the docs.
 * @param {Record<string, Record<string, Record<string, string>>>} seen by place, engine and title
 */
export function document(seen) {
  let text = readFileSync(file, "utf8");
  for (const { name } of contexts) {
    if (!section(name).test(text)) throw new Error(`${file} has no heading “## ${name}”`);
    const rows = [
      ["Lesson", ...engines.map((engine) => engine.name)],
      ["---", ...engines.map(() => "---")],
      ...lessons.map(({ title }) => [title, ...engines.map((engine) => seen[name][engine.name][title])]),
    ];
    const table = rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
    text = text.replace(section(name), (_all, before) => `${before}${table}\n`);
  }
  writeFileSync(file, `${text.trimEnd()}\n`);
}
