// What a reader gets of each lesson in a place: found out by going there and pressing Run.

import { readFileSync } from "node:fs";
import { catalogueFile } from "../../.dev/lib/paths.mjs";
import { OWN_PROGRAMS } from "../own-programs.mjs";
import { QUICK, queryOf } from "../page/lesson.mjs";
import { inContext } from "./contexts.mjs";

/** The lessons that readers see, as the build has written them down.  @type {{id: string, title: string}[]} */
export const lessons = JSON.parse(readFileSync(catalogueFile, "utf8")).filter(
  // They run where lessons about shared memory run, in an engine that takes long to build: tests/python/ sees to them.
  (/** @type {{id: string}} */ { id }) => !OWN_PROGRAMS.has(id),
);

/**
 * They stand for the others where a lesson is no more than what it needs: nothing but workers, shared memory, programs of its own, a GPU.
 */
const STAND_FOR_ALL = ["pool-square", "threads", "pool-programs", "pi"];

/** Those that `npm test` looks at in a place: in the first all of them, elsewhere those that stand for all, unless all are asked for.  @param {boolean} isFirst */
export const lookedAt = (isFirst) =>
  isFirst || process.env.WHERE === "all" ? lessons : lessons.filter(({ id }) => STAND_FOR_ALL.includes(id));

/** What stands in the tables. */
export const words = { threads: "runs", processes: "runs in processes", explains: "explains" };

/** What keeps a run short. A lesson that is not named here runs as it stands.  @type {typeof QUICK} */
const short = {
  ...QUICK,
  processors: { probe_ms: 10 },
  "pool-rows": { rows: 2000 },
  "background-zip": { lines: 1000 },
  gil: { work: 1000 },
  pi: { points: 100_000 },
};

/**
 * What each of these lessons does there: one of the words of the tables, or in a sentence what is wrong.
 * @param {import('./engines.mjs').Browser} browser
 * @param {import('./contexts.mjs').Context} context
 * @param {typeof lessons} some
 */
export async function seenIn(browser, context, some = lessons) {
  /** @type {Record<string, string>} by title */
  const seen = {};
  await inContext(browser, context, async ({ place, addressOf }) => {
    for (const { id, title } of some) {
      await place.show(addressOf(id, queryOf(short[id] ?? {})));
      seen[title] = await tried(place, title);
    }
  });
  return seen;
}

/**
 * @param {import('./engines.mjs').Place} place
 * @param {string} title
 */
async function tried(place, title) {
  const before = await place.until(glance, { title, ended: false });
  const why = /This page has no shared memory: .+?\. (.*)/.exec(before.note)?.[1] ?? "";
  if (!before.canRun) return why.includes("so it cannot run here") ? words.explains : "no Run, and no word why";
  await place.press("Run");
  const { status, trouble, memory } = await place.until(glance, { title, ended: true });
  if (!status.startsWith("Done in")) return `${status} ${trouble}`;
  if (memory === "shared-memory" && why === "") return words.threads;
  if (memory === "isolated" && why.includes("workers that share nothing")) return words.processes;
  return `ran with ${memory}, and said: ${before.note}`;
}

/**
 * The lesson of that title, as it stands on its page, before its run or after it. Runs in the page.
 * @param {{title: string, ended: boolean}} wanted
 */
export function glance({ title, ended }) {
  const root = document.querySelector("mh-site, mh-embed")?.shadowRoot?.querySelector("mh-lesson")?.shadowRoot;
  const textOf = (/** @type {string} */ selector) =>
    root?.querySelector(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  const run = /** @type {HTMLButtonElement | null | undefined} */ (root?.querySelector(".run-bar button"));
  if (!root || !run || textOf(".title") !== title) return null;
  const status = textOf("[role=status]");
  const isOver = /^(Done|Stopped|Ended)/.test(status);
  if (isOver !== ended) return null;
  return {
    canRun: !run.disabled,
    note: textOf(".run-bar + *"),
    status,
    trouble: textOf(".picture > .trouble"),
    memory: root.querySelector("mh-result")?.record.environment.threads,
  };
}
