// The lessons' own Python, as the command shows it: it runs as programs do, but where it starts others than Python's.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { OWN_PROGRAMS } from "../own-programs.mjs";
import { binary, whyNoBinary } from "./executors/native.mjs";

const ask = promisify(execFile);

/** What makes a listing short: parameters that anybody could set. */
const SMALLER = {
  "background-zip": { lines: 1_000 },
  gil: { work: 200 },
  pi: { points: 20_000, workers: 2 },
  "pool-rows": { rows: 2_000, workers: 2 },
  "pool-square": { task_ms: 1 },
  processors: { probe_ms: 10, max_workers: 2 },
  queue: { items: 50, produce_ms: 2, consume_ms: 2 },
  race: { increments: 100, pause: 100 },
  semaphore: { rounds: 2, hold_ms: 10, pause_ms: 10 },
  threads: {
    threads: [
      { name: "A", delay_ms: 5, repeats: 2 },
      { name: "B", delay_ms: 10, repeats: 3 },
    ],
  },
  timeout: { interval_ms: 10, timeout_ms: 50 },
};

/** What a program says that starts one that is not Python's. */
const STARTS_OTHERS = /\bsubprocess\b/;

/** Those that measure alone, and print nothing that is the same in every Python. */
export const MEASURE = ["gil", "processors"];

/** @param {string[]} args */
async function answer(args) {
  const { stdout } = await ask(binary, [...args, "--json"], { maxBuffer: 1e8 });
  return JSON.parse(stdout);
}

/** @returns {Promise<{id: string, source: string}[]>} none where the command is not there */
export async function listings() {
  if (whyNoBinary) return [];
  /** @type {{id: string}[]} */
  const lessons = await answer(["list"]);
  const all = await Promise.all(
    lessons.map(async ({ id }) => {
      const params = /** @type {{[id: string]: object}} */ (SMALLER)[id] ?? {};
      // These mirror no other program.
      if (OWN_PROGRAMS.has(id)) return { id, source: "" };
      const { source } = await answer(["listing", id, "--params", JSON.stringify(params)]);
      return { id, source: /** @type {string} */ (source) };
    }),
  );
  return all.filter(({ source }) => source !== "" && !STARTS_OTHERS.test(source));
}

/**
 * What the parameters determine: a listing's last line, where that is JSON.
 * @param {string[]} lines
 */
export function determinedIn(lines) {
  try {
    return JSON.parse(lines.at(-1) ?? "");
  } catch {
    return undefined;
  }
}
