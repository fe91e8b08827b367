// The lesson about the interpreter's lock beside CPython itself: by how much threads are quicker than one of them, as
// there are more, with the lock and without, and as they wait more and compute less.

import { chromium, native, orAbsent } from "./lib/doors.mjs";
import { printTable, said, spread } from "./lib/figures.mjs";
import { inTurn, rounds } from "./lib/in-turn.mjs";
import { machine, writeJson } from "./lib/json.mjs";
import { cpython } from "./peers/cpython.mjs";

/**
 * @typedef {import("./lib/doors.mjs").Door} Door
 * @typedef {import("./lib/in-turn.mjs").Series} Series
 * @typedef {{interpreter: string, threads: number, io: number, peer: string | undefined}} Point
 * @typedef {{what: string, met: (speedup: number) => boolean}} Target
 */

/** How long one thread's work is to take, in milliseconds. */
const workMs = 200;
const threadCounts = [1, 2, 4];
const ioFractions = [0, 0.5, 0.9];

/** Under what it runs, and what of CPython is the same. */
const peers = /** @type {const} */ ({
  gil: "threads",
  "free-threaded": undefined,
  processes: "processes",
  "releasing-extension": "releasing",
});

/** Only the first two wait: what the others show is that they compute at the same time. @type {Point[]} */
const points = Object.entries(peers).flatMap(([interpreter, peer]) =>
  ioFractions
    .filter((io) => io === 0 || interpreter === "gil" || interpreter === "free-threaded")
    .flatMap((io) => threadCounts.map((threads) => ({ interpreter, threads, io, peer }))),
);

/** What the lesson is to show, of two threads that only compute, where there are two processors or more. */
function targetOf(/** @type {Point} */ { interpreter, threads, io }) {
  if (threads !== 2 || io !== 0) return undefined;
  return interpreter === "gil"
    ? { what: "< 1.2", met: (/** @type {number} */ speedup) => speedup < 1.2 }
    : { what: "> 1.5", met: (/** @type {number} */ speedup) => speedup > 1.5 };
}

/** How many steps take so long, where one thread takes them alone. @param {Door} door */
async function stepsOf(door) {
  const work = 100_000;
  const { metrics } = await door.run("gil", { interpreter: "free-threaded", threads: 1, work });
  return Math.max(1000, Math.round((work * workMs) / metrics.serial_ms));
}

/** @param {Door} door @param {number} work @param {Point} point @returns {import("./lib/in-turn.mjs").Party} */
const ours = (door, work, { interpreter, threads, io }) => ({
  name: door.name,
  measure: async () => {
    const { result } = await door.run("gil", { interpreter, threads, work, io_fraction: io });
    return { speedup: result[interpreter].speedup };
  },
});

/** @param {Door} python @param {Point} point @returns {import("./lib/in-turn.mjs").Party} */
const theirs = (python, { threads, io, peer }) => ({
  name: python.name,
  measure: () => python.run("measure", { threads, ms: workMs, way: peer, io_fraction: io }),
});

export default async function () {
  const began = new Date();
  const before = machine();
  const doors = [await native(), await chromium()];
  const python = await orAbsent("CPython", () => cpython("gil.py"));
  try {
    const steps = new Map();
    for (const door of doors) steps.set(door, await stepsOf(door));
    const rows = [];
    for (const point of points) {
      const { interpreter, threads, io, peer } = point;
      const [first, second] = doors.map((door) => ours(door, steps.get(door), point));
      /** @type {{[key: string]: import("./lib/in-turn.mjs").Party}} */
      const parties = { first, second, ...(peer ? { peer: theirs(python, point) } : {}) };
      const taken = await inTurn(`${interpreter}, ${threads} threads, ${io} of it I/O`, parties);
      const series = Object.keys(parties).map((key) => taken(key, "speedup"));
      rows.push({ point, target: targetOf(point), series });
    }
    print(rows);
    const file = writeJson("gil", {
      date: began.toISOString(),
      rounds,
      work_ms: workMs,
      machine: { ...before, load_after: machine().load_of_last_minute },
      versions: Object.fromEntries([...doors, python].map(({ name, version }) => [name, version])),
      rows: rows.map(({ point, target, series }) => ({
        ...point,
        peer: point.peer ?? null,
        target: target?.what ?? null,
        series: series.map((one) => ({
          who: one.who,
          others_busy: Number(one.others.toFixed(3)),
          ...(one.missing ? { missing: one.missing } : { ...spread(one.values), values: one.values }),
          met: verdict(one, target) ?? null,
        })),
      })),
    });
    console.log(`All values: ${file}`);
    // A peer may be absent; what is ours may not.
    if (rows.some(({ series }) => series.slice(0, doors.length).some(({ missing }) => missing))) process.exitCode = 1;
  } finally {
    for (const door of [...doors, python].reverse()) await door.close();
  }
}

/** Whether the median meets the target. @param {Series} series @param {Target | undefined} target */
const verdict = ({ values }, target) => (target && values.length > 0 ? target.met(spread(values).median) : undefined);

/** @param {{point: Point, target: Target | undefined, series: Series[]}[]} rows */
function print(rows) {
  console.log(
    `\nSpeed-up against one thread that does all the work, each thread having ${workMs} ms of it: medians of ${rounds} rounds` +
      "\n(least to most). “Others” is the share of the processors that other programs took just before or after: above" +
      "\nsome 10 % a row says little. The targets are for two processors.\n",
  );
  const cell = (/** @type {Series | undefined} */ series, /** @type {Target | undefined} */ target) => {
    if (!series) return "";
    if (series.missing) return `open: ${series.missing.slice(0, 40)}`;
    const met = verdict(series, target);
    return `${said(spread(series.values))}${met === undefined ? "" : met ? " met" : " NOT MET"}`;
  };
  printTable(
    ["interpreter", "threads", "I/O", "target", "native", "Chromium", "CPython", "others"],
    rows.map(({ point, target, series: [first, second, peer] }) => [
      point.interpreter,
      String(point.threads),
      String(point.io),
      target?.what ?? "",
      cell(first, target),
      cell(second, target),
      // The peer is as it is: the targets are for the lesson.
      cell(peer, undefined),
      `${Math.round(100 * Math.max(...[first, second].map(({ others }) => others)))} %`,
    ]),
  );
}
