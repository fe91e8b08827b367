// The design's targets for pools and actors: each of our figures beside its peer's, measured in the same run.

import { chromium, firefox, native } from "./lib/doors.mjs";
import { reason, rounds } from "./lib/in-turn.mjs";
import { machine, writeJson } from "./lib/json.mjs";
import { asJson, printRows } from "./lib/table.mjs";
import { cpython } from "./peers/cpython.mjs";
import { javascript } from "./peers/javascript.mjs";
import { ractor } from "./peers/ractor.mjs";
import { actorRows } from "./rows/actors.mjs";
import { poolRows } from "./rows/pools.mjs";

/** @typedef {import("./lib/doors.mjs").Door} Door */

/**
 * A door, or where it cannot be opened one that says why whenever it is tried.
 * @param {string} name
 * @param {() => Promise<Door>} open
 * @returns {Promise<Door>}
 */
async function orAbsent(name, open) {
  try {
    return await open();
  } catch (error) {
    console.log(`${name} is left out: ${reason(error)}`);
    const run = async () => {
      throw new Error(reason(error));
    };
    return { name, version: `absent: ${reason(error)}`, run, close: async () => {} };
  }
}

export default async function () {
  const began = new Date();
  const before = machine();
  // Without the two doors of our own there is nothing to compare.
  const page = await chromium();
  const doors = {
    chromium: page,
    native: await native(),
    firefox: await orAbsent("Firefox", firefox),
    javascript: await orAbsent("JavaScript", () => javascript(page.browser)),
    cpython: await orAbsent("CPython", cpython),
    ractor: await orAbsent("ractor", ractor),
  };
  const versions = Object.fromEntries(Object.entries(doors).map(([key, { version }]) => [key, version]));
  try {
    const rows = [...(await poolRows(doors)), ...(await actorRows(doors))];
    console.log(
      `\nMedians of ${rounds} rounds (least to most); a ratio is the median of each round’s own. “Others” is the share of` +
        "\nthe processors that other programs took just before or after: above some 10 % a row says little.\n",
    );
    printRows(rows);
    const wanted = rows.filter(({ target }) => target !== undefined);
    const met = wanted.filter(({ met }) => met).length;
    const open = wanted.filter(({ met }) => met === undefined).length;
    console.log(`\n${met} of ${wanted.length} targets met, ${open} open.`);
    const file = writeJson("pools-and-actors", {
      date: began.toISOString(),
      rounds,
      machine: { ...before, load_after: machine().load_of_last_minute },
      versions: { node: process.versions.node, ...versions },
      rows: rows.map(asJson),
    });
    console.log(`All values: ${file}`);
    // A peer may be absent; what is ours may not.
    if (rows.some(({ ours }) => ours.missing)) process.exitCode = 1;
  } finally {
    for (const door of Object.values(doors).reverse()) await door.close();
  }
}
