// What a benchmark that compares says when it is done: the table, how many targets are met, and all values in a file.

import { rounds } from "./in-turn.mjs";
import { machine, writeJson } from "./json.mjs";
import { asJson, printRows } from "./table.mjs";

/**
 * @typedef {import("./doors.mjs").Door} Door
 * @typedef {import("./in-turn.mjs").Row} Row
 */

/**
 * Measures with these doors, reports, and closes them.
 * @param {string} name of the benchmark
 * @param {Record<string, Door>} doors
 * @param {() => Promise<Row[]>} measure
 */
export async function report(name, doors, measure) {
  const began = new Date();
  const before = machine();
  const versions = Object.fromEntries(Object.entries(doors).map(([key, { version }]) => [key, version]));
  try {
    const rows = await measure();
    console.log(
      `\nMedians of ${rounds} rounds (least to most); a ratio is the median of each round’s own. “Others” is the share of` +
        "\nthe processors that other programs took just before or after: above some 10 % a row says little.\n",
    );
    printRows(rows);
    const wanted = rows.filter(({ target }) => target !== undefined);
    const met = wanted.filter(({ met }) => met).length;
    const open = wanted.filter(({ met }) => met === undefined).length;
    console.log(`\n${met} of ${wanted.length} targets met, ${open} open.`);
    const file = writeJson(name, {
      date: began.toISOString(),
      rounds,
      machine: { ...before, load_after: machine().load_of_last_minute },
      versions: { node: process.versions.node, ...versions },
      rows: rows.map(asJson),
    });
    console.log(`All values: ${file}`);
    return rows;
  } finally {
    for (const door of Object.values(doors).reverse()) await door.close();
  }
}
