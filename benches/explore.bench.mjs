// How many schedules of a program in Python are searched in a second, in the page's engine beside the native program, and how long it
// takes until two threads of 20 steps each are settled up to two preemptions.

import { readFileSync } from "node:fs";
import { fromRoot } from "../.dev/lib/paths.mjs";
import { chromium, firefox, native, orAbsent } from "./lib/doors.mjs";
import { median, printTable, said, spread } from "./lib/figures.mjs";

const ROUNDS = 5;
const BUDGET_MS = 5_000;

/** Programs that are not done within the budget. */
const PROGRAMS = ["philosophers-three", "philosophers-five"];
const programOf = (/** @type {string} */ name) =>
  readFileSync(fromRoot("tests", "python", "schedules", `${name}.py`), "utf8");

/** Two threads of 20 steps each; they break the program, so that the search ends with the last level. */
const TWICE_TWENTY = `
import threading

count = 0

def work():
    global count
    for _ in range(10):
        count += 1

thread = threading.Thread(target=work)
thread.start()
work()
thread.join()
assert count == 20
`;

export default async function () {
  const doors = [
    await native({ python: true }),
    await orAbsent("Chromium", () => chromium({ python: true })),
    await orAbsent("Firefox", () => firefox({ python: true })),
  ];
  /** By what is measured, and by door. @type {Record<string, Record<string, number[]>>} */
  const found = {};
  const add = (/** @type {string} */ what, /** @type {string} */ door, /** @type {number} */ value) => {
    found[what] ??= {};
    found[what][door] ??= [];
    found[what][door].push(value);
  };
  const search = async (/** @type {import("./lib/doors.mjs").Door} */ door, /** @type {object} */ params) => {
    const begin = performance.now();
    const { result } = await door.run("explore", params);
    return { result, seconds: (performance.now() - begin) / 1e3 };
  };
  // The engine is there, and warm.
  for (const door of doors) await search(door, { max_preemptions: 0 });
  // In turn, so that what else the machine does is shared out.
  for (let round = 0; round < ROUNDS; round++) {
    for (const door of doors) {
      for (const name of PROGRAMS) {
        const { result } = await search(door, { program: programOf(name), budget_ms: BUDGET_MS });
        add(`schedules a second of ${name}`, door.name, result.schedules_run / (BUDGET_MS / 1e3));
      }
      const { result, seconds } = await search(door, { program: TWICE_TWENTY, max_preemptions: 2 });
      if (result.completed_preemptions !== 2) throw new Error(`settled up to ${result.completed_preemptions} only`);
      add("seconds until 2 × 20 steps are settled up to 2 preemptions", door.name, seconds);
    }
  }
  for (const door of doors) await door.close();
  for (const [what, all] of Object.entries(found)) {
    const base = all.native ?? [];
    const rows = Object.entries(all).map(([name, values]) => {
      const ratios = values.map((value, round) => value / (base[round] ?? Number.NaN));
      return [name, said(spread(values), what.startsWith("seconds") ? 2 : 0), `${median(ratios).toFixed(2)} ×`];
    });
    console.log(`\n${ROUNDS} rounds`);
    printTable(["where", what, "the native"], rows);
  }
}
