// Rows of Python's processes: a pool beside one process, what it costs to start one, and to tell it something.

import { readFileSync } from "node:fs";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { compare, inTurn } from "../lib/in-turn.mjs";

/**
 * @typedef {import("../lib/doors.mjs").Door} Door
 * @typedef {import("../lib/in-turn.mjs").Party} Party
 * @typedef {import("../lib/in-turn.mjs").Row} Row
 * @typedef {import("./python.mjs").Doors} Doors
 */

const program = readFileSync(fromRoot("benches", "peers", "python", "processes.py"), "utf8");

/** By how much a pool of two is to be quicker than one process. */
const OF_TWO = 1.8;

/** What else is measured beside CPython's processes; with `pool`, beside a pool of Pyodide instances too. */
const WORK = [
  { task: "started", count: 3, what: "processes started in turn", pool: true },
  { task: "in_chunks", count: 20_000, what: "tiny tasks, in chunks of 100", pool: true },
  { task: "one_by_one", count: 1000, what: "tiny tasks, one by one", pool: true },
  { task: "through_queue", count: 3000, what: "items through a queue between processes", pool: false },
  { task: "through_pipe", count: 1000, what: "round trips through a pipe", pool: false },
  { task: "megabytes", count: 50, what: "megabytes through a pipe", pool: false },
];

/** @param {Door} door @param {string} task @param {number} count @returns {Party} */
const party = (door, task, count) => ({
  name: door.name,
  measure: async () => {
    const { output } = await door.run("python", { program, arguments: [task, String(count)] });
    return JSON.parse(output.at(-1).text);
  },
});

/** @param {Doors} doors @returns {Promise<Row[]>} */
export const processRows = async (doors) => [...(await poolOfTwo(doors)), ...(await costs(doors))];

/** @param {Doors} doors */
async function poolOfTwo({ chromium, firefox, native, cpython, pyodide }) {
  const work = "heavy tasks, Pool(2)";
  const count = 1_200_000;
  const taken = await inTurn(work, {
    chromium: party(chromium, "heavy", count),
    firefox: party(firefox, "heavy", count),
    native: party(native, "heavy", count),
    cpython: party(cpython, "heavy", count),
    pyodide: party(pyodide, "heavy", count),
  });
  return /** @type {const} */ (["chromium", "firefox", "native", "cpython", "pyodide"]).map((key) => {
    const target = key === "chromium" || key === "firefox" ? OF_TWO : undefined;
    return compare(work, "1/s", taken(key, "many"), { ...taken(key, "one"), who: "serial" }, target);
  });
}

/** @param {Doors} doors */
async function costs({ chromium, firefox, native, cpython, pyodide }) {
  const rows = [];
  for (const { task, count, what, pool } of WORK) {
    /** @type {Partial<{[key in keyof Doors]: Door}>} */
    const doors = { chromium, firefox, native, cpython, ...(pool && { pyodide }) };
    const parties = Object.entries(doors).map(([key, door]) => [key, party(door, task, count)]);
    const taken = await inTurn(what, /** @type {Record<keyof Doors, Party>} */ (Object.fromEntries(parties)));
    const unit = task === "megabytes" ? "MB/s" : "1/s";
    for (const key of /** @type {const} */ (["chromium", "firefox", "native"]))
      rows.push(compare(what, unit, taken(key, "one"), taken("cpython", "one")));
    if (pool) rows.push(compare(what, unit, taken("chromium", "one"), taken("pyodide", "one")));
  }
  return rows;
}
