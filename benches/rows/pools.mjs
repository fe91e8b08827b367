// The pools' rows: tiny tasks one by one, tiny tasks in chunks, rows of a table, heavy tasks.

import { Failure } from "../../.dev/lib/failure.mjs";
import { reason } from "../lib/absent.mjs";
import { compare, inTurn } from "../lib/in-turn.mjs";

/**
 * @typedef {import("../lib/doors.mjs").Door} Door
 * @typedef {import("../lib/in-turn.mjs").Party} Party
 * @typedef {import("../lib/in-turn.mjs").Row} Row
 * @typedef {{[name in "native" | "chromium" | "firefox" | "javascript" | "cpython" | "ractor"]: Door}} Doors
 */

const workers = 2;

/** How long a heavy task is to take, in milliseconds. */
const heavyMs = 2.5;

/** @param {Doors} doors @returns {Promise<Row[]>} */
export const poolRows = async (doors) => [
  ...(await oneByOne(doors)),
  ...(await inChunks(doors)),
  ...(await tableRows(doors)),
  ...(await heavy(doors)),
];

/** Our pool's tasks a second, and one worker's without a pool. @param {Door} door @param {any} params @returns {Party} */
const ours = (door, params) => ({
  name: door.name,
  measure: async () => {
    const { result } = await door.run("pool-cost", { workers, chunksize: 0, kind: "threads", ...params });
    const { pool_ms, serial_ms, checksum } = result;
    return { pool: (params.tasks / pool_ms) * 1e3, serial: (params.tasks / serial_ms) * 1e3, checksum };
  },
});

/**
 * @param {Door} javascript
 * @param {string} library
 * @param {any} params
 * @param {"page" | "worker"} [from] where the calls come from: ours come from a worker, a page's from the page
 * @returns {Party}
 */
const library = (javascript, library, params, from = "page") => ({
  name: from === "page" ? library : `${library} in a worker`,
  measure: async () => {
    const name = from === "page" ? "pool" : "poolFromWorker";
    const { pool_ms, checksum } = await javascript.run(name, { library, workers, ...params });
    return { pool: (params.tasks / pool_ms) * 1e3, checksum };
  },
});

/**
 * The page's tasks a second without a pool.
 * @param {Door} javascript
 * @param {string} name
 * @param {{tasks: number, steps: number, workers: number}} params
 * @returns {Party}
 */
const loops = (javascript, name, params) => ({
  name,
  measure: async () => {
    const { ms, checksum } = await javascript.run("loop", params);
    return { serial: (params.tasks / ms) * 1e3, checksum };
  },
});

/** Each task is handed over by itself: all at once, and then each only when the one before has come back. */
async function oneByOne(/** @type {Doors} */ { chromium, javascript }) {
  const rows = [];
  for (const { method, work, targets } of [
    { method: "apply_async", work: "10,000 tiny tasks, one by one", targets: [10, 4] },
    { method: "apply", work: "10,000 tiny tasks, each awaited", targets: [] },
  ]) {
    const params = { tasks: 10_000, steps: 0, method };
    const taken = await inTurn(work, {
      ours: ours(chromium, params),
      workerpool: library(javascript, "workerpool", params),
      workerpoolFromWorker: library(javascript, "workerpool", params, "worker"),
      comlink: library(javascript, "comlink", params),
      comlinkFromWorker: library(javascript, "comlink", params, "worker"),
    });
    const beside = (/** @type {Parameters<typeof taken>[0]} */ peer, /** @type {number | undefined} */ target) =>
      compare(work, "tasks/s", taken("ours", "pool"), taken(peer, "pool"), target);
    rows.push(
      beside("workerpool", targets[0]),
      beside("workerpoolFromWorker", targets[0]),
      beside("comlink", targets[1]),
      beside("comlinkFromWorker", targets[1]),
    );
  }
  return rows;
}

/** pool.map with Python's own choice of chunks. */
async function inChunks(/** @type {Doors} */ { chromium, native, cpython }) {
  const work = "100,000 tiny tasks, map";
  const tasks = 100_000;
  const params = { tasks, steps: 0, method: "map" };
  const taken = await inTurn(work, {
    chromium: ours(chromium, params),
    native: ours(native, params),
    cpython: {
      name: "CPython Pool.map",
      measure: async () => {
        const { pool_ms, checksum } = await cpython.run("map_tiny", { tasks });
        return { pool: (tasks / pool_ms) * 1e3, checksum };
      },
    },
  });
  return /** @type {const} */ (["chromium", "native"]).map((door) =>
    compare(work, "tasks/s", taken(door, "pool"), taken("cpython", "pool"), 1),
  );
}

/** The rows of the lesson pool-rows, which CPython makes of the same seed: once, and again and again. */
async function tableRows(/** @type {Doors} */ { chromium, native, cpython }) {
  const rows = 200_000;
  const repeats = 1000;
  /** A number that stands for the whole histogram. @param {number[]} counts */
  const fingerprint = (counts) => counts.reduce((sum, count, n) => sum + count * (rows + 1) ** n, 0);
  /** @param {Door} door @param {number} repeats @returns {Party} */
  const lesson = (door, repeats) => ({
    name: door.name,
    measure: async () => {
      const { result } = await door.run("pool-rows", { rows, repeats, workers });
      return { rows: ((rows * repeats) / result.parallel_ms) * 1e3, checksum: fingerprint(result.histogram) };
    },
  });
  const taken = await inTurn("200,000 rows", {
    chromium: lesson(chromium, 1),
    native: lesson(native, 1),
    chromiumAgain: lesson(chromium, repeats),
    cpython: {
      name: "CPython Pool.map",
      measure: async () => {
        const { parallel_ms, histogram } = await cpython.run("map_rows", { rows });
        return { rows: (rows / parallel_ms) * 1e3, checksum: fingerprint(histogram) };
      },
    },
  });
  const peer = taken("cpython", "rows");
  return [
    compare("200,000 rows, once", "rows/s", taken("chromium", "rows"), peer, 20),
    compare("200,000 rows, once", "rows/s", taken("native", "rows"), peer, 20),
    compare(`200,000 rows, ${repeats} times (peer: once)`, "rows/s", taken("chromiumAgain", "rows"), peer, 20),
  ];
}

/** Tasks that take milliseconds: what a pool costs matters little, and how well two workers are kept busy much. */
async function heavy(/** @type {Doors} */ { chromium, firefox, native, javascript }) {
  const tasks = 500;
  const params = { tasks, steps: await heavySteps(javascript), method: "apply_async" };
  const work = `${tasks} heavy tasks`;
  const taken = await inTurn(work, {
    chromium: ours(chromium, params),
    firefox: ours(firefox, params),
    native: ours(native, params),
    workerpool: library(javascript, "workerpool", params),
    comlink: library(javascript, "comlink", params),
    loop: loops(javascript, "JavaScript", { ...params, workers: 1 }),
    // What the machine itself gives: below it, and not below 1, begins what a pool costs.
    twoLoops: loops(javascript, "two loops, no pool", { ...params, workers }),
  });
  /** All workers doing what one does without a pool: a ratio to this is the pool's efficiency. */
  const ideal = (/** @type {"chromium" | "firefox" | "native" | "loop"} */ door) => {
    const one = taken(door, "serial");
    return { ...one, who: `${workers} × one worker`, values: one.values.map((value) => value * workers) };
  };
  const pool = (/** @type {Parameters<typeof taken>[0]} */ door) => taken(door, "pool");
  const loop = (/** @type {"chromium" | "firefox" | "native" | "loop" | "twoLoops"} */ door) => taken(door, "serial");
  const efficiency = `${work}, efficiency`;
  return [
    compare(work, "tasks/s", pool("chromium"), pool("workerpool"), 1),
    compare(work, "tasks/s", pool("chromium"), pool("comlink"), 1),
    compare(efficiency, "tasks/s", pool("chromium"), ideal("chromium"), 0.9),
    compare(efficiency, "tasks/s", pool("firefox"), ideal("firefox"), 0.9),
    compare(efficiency, "tasks/s", pool("native"), ideal("native")),
    compare(efficiency, "tasks/s", pool("workerpool"), ideal("loop")),
    compare(efficiency, "tasks/s", pool("comlink"), ideal("loop")),
    compare(efficiency, "tasks/s", loop("twoLoops"), ideal("loop")),
    compare(work, "tasks/s", pool("chromium"), loop("twoLoops")),
    compare("heavy kernel, one worker", "tasks/s", loop("chromium"), loop("native"), 0.8),
    compare("heavy kernel, one worker", "tasks/s", loop("firefox"), loop("native")),
    compare("heavy kernel, one worker", "tasks/s", loop("chromium"), loop("loop")),
  ];
}

/** The steps that JavaScript takes as long for as a heavy task is to take, rounded. @param {Door} javascript */
async function heavySteps(javascript) {
  const steps = 1_000_000;
  const tasks = 40;
  try {
    const { ms } = await javascript.run("loop", { tasks, steps, workers: 1 });
    return Math.round((heavyMs / (ms / tasks)) * (steps / 1e5)) * 1e5;
  } catch (error) {
    throw new Failure(`The length of a heavy task cannot be told: ${reason(error)}.`);
  }
}
