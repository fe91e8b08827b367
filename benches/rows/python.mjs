// Python's rows: one thread beside Pyodide and CPython, more threads beside one, threads that hand over and that are started.

import { readFileSync } from "node:fs";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { compare, inTurn } from "../lib/in-turn.mjs";

/**
 * @typedef {import("../lib/doors.mjs").Door} Door
 * @typedef {import("../lib/in-turn.mjs").Party} Party
 * @typedef {import("../lib/in-turn.mjs").Row} Row
 * @typedef {{[name in "chromium" | "firefox" | "native" | "cpython" | "pyodide"]: Door}} Doors
 * @typedef {"gil" | "free-threaded"} Interpreter
 */

const program = readFileSync(fromRoot("benches", "peers", "python", "work.py"), "utf8");

/** How much of each takes some tenths of a second in a page. */
const COUNTS = { loop: 1_000_000, calls: 200_000, dictionaries: 200_000, allocating: 100_000 };

/** What one thread is to reach of Pyodide's speed. */
const OF_PYODIDE = /** @type {{[task: string]: number}} */ ({ loop: 0.4, calls: 0.2, dictionaries: 0.4 });

/** How quick a loop of nothing is to be with checks, beside one without: it may take 1.3 times as long. */
const OF_UNCHECKED = 0.77;

/** By how much two threads are to be quicker than one, without the GIL. */
const OF_TWO = /** @type {{[task: string]: number}} */ ({ loop: 1.7, calls: 1.7, allocating: 1.5 });

/**
 * @param {Door} door
 * @param {string} task
 * @param {number} count
 * @param {{threads?: number, interpreter?: Interpreter}} [options] no threads: on the main thread itself
 * @returns {Party}
 */
const party = (door, task, count, { threads = 0, interpreter = "gil" } = {}) => ({
  name: door.name,
  measure: async () => {
    const args = [task, String(count), String(threads)];
    const { output } = await door.run("python", { program, interpreter, arguments: args });
    return JSON.parse(output.at(-1).text);
  },
});

/** @param {Doors} doors @returns {Promise<Row[]>} */
export const pythonRows = async (doors) => [
  ...(await oneThread(doors)),
  ...(await checks(doors)),
  ...(await withoutLock(doors)),
  ...(await withLock(doors)),
  ...(await betweenThreads(doors)),
];

/** @param {Doors} doors */
async function oneThread({ chromium, firefox, native, cpython, pyodide }) {
  const rows = [];
  for (const [task, count] of Object.entries(COUNTS)) {
    const taken = await inTurn(`${task}, one thread`, {
      chromium: party(chromium, task, count),
      free: party(chromium, task, count, { interpreter: "free-threaded" }),
      firefox: party(firefox, task, count),
      native: party(native, task, count),
      cpython: party(cpython, task, count),
      pyodide: party(pyodide, task, count),
    });
    const one = (/** @type {Parameters<typeof taken>[0]} */ key) => taken(key, "one");
    rows.push(
      compare(`${task}, one thread`, "1/s", one("chromium"), one("pyodide"), OF_PYODIDE[task]),
      compare(`${task}, one thread, no GIL`, "1/s", one("free"), one("pyodide")),
      compare(`${task}, one thread`, "1/s", one("firefox"), one("chromium")),
      compare(`${task}, one thread`, "1/s", one("native"), one("cpython")),
    );
  }
  return rows;
}

/** What the places at which a program can be stopped take of a loop of nothing. @param {Doors} doors */
async function checks({ chromium, firefox, native }) {
  const work = "loop of nothing, with checks";
  const count = 1_000_000;
  const taken = await inTurn(work, {
    chromium: party(chromium, "checked", count),
    firefox: party(firefox, "checked", count),
    native: party(native, "checked", count),
  });
  return /** @type {const} */ (["chromium", "firefox", "native"]).map((key) =>
    compare(work, "1/s", taken(key, "one"), { ...taken(key, "without"), who: "without" }, OF_UNCHECKED),
  );
}

/** @param {Doors} doors */
async function withoutLock({ chromium, firefox, native }) {
  const rows = [];
  for (const [task, count] of Object.entries(COUNTS)) {
    for (const threads of [2, 4]) {
      const options = { threads, interpreter: /** @type {const} */ ("free-threaded") };
      const work = `${task}, ${threads} threads, no GIL`;
      const taken = await inTurn(work, {
        chromium: party(chromium, task, count, options),
        firefox: party(firefox, task, count, options),
        native: party(native, task, count, options),
      });
      for (const key of /** @type {const} */ (["chromium", "firefox", "native"])) {
        const target = threads === 2 && key !== "native" ? OF_TWO[task] : undefined;
        const one = taken(key, "one");
        rows.push(compare(work, "1/s", taken(key, "many"), { ...one, who: "one thread" }, target));
      }
    }
  }
  return rows;
}

/** By how much more threads are quicker where one runs at a time: as CPython's are. @param {Doors} doors */
async function withLock({ chromium, native, cpython }) {
  const rows = [];
  for (const task of /** @type {const} */ (["loop", "allocating"])) {
    for (const threads of [2, 4]) {
      const work = `${task}, ${threads} threads, GIL: speed-up`;
      const taken = await inTurn(work, {
        chromium: party(chromium, task, COUNTS[task], { threads }),
        native: party(native, task, COUNTS[task], { threads }),
        cpython: party(cpython, task, COUNTS[task], { threads }),
      });
      for (const key of /** @type {const} */ (["chromium", "native"]))
        rows.push(compare(work, "×", taken(key, "speedup"), taken("cpython", "speedup"), 0.9));
    }
  }
  return rows;
}

/** @param {Doors} doors */
async function betweenThreads({ chromium, firefox, native, cpython }) {
  const rows = [];
  for (const { task, count, what } of [
    { task: "handed_over", count: 20_000, what: "items through a queue" },
    { task: "started", count: 1000, what: "threads started in turn" },
  ]) {
    for (const interpreter of /** @type {const} */ (["gil", "free-threaded"])) {
      const work = interpreter === "gil" ? `${what}, GIL` : `${what}, no GIL`;
      const taken = await inTurn(work, {
        chromium: party(chromium, task, count, { interpreter }),
        firefox: party(firefox, task, count, { interpreter }),
        native: party(native, task, count, { interpreter }),
        cpython: party(cpython, task, count),
      });
      for (const key of /** @type {const} */ (["chromium", "firefox", "native"]))
        rows.push(compare(work, "1/s", taken(key, "one"), taken("cpython", "one")));
    }
  }
  return rows;
}
