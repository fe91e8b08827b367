// What one event costs, in nanoseconds, where events are made: so that nobody has to believe that
// the trace does not distort what it shows.

import { chromium, native } from "./lib/doors.mjs";
import { printTable, said, spread } from "./lib/figures.mjs";

const RUNS = 5;

export default async function () {
  const rows = [];
  const workbench = true;
  for (const make of [native, () => chromium({ workbench }), () => chromium({ workbench, isolation: false })]) {
    const door = await make();
    /** @type {{[figure: string]: number[]}} */
    const figures = { kept_ns: [], left_out_ns: [], clock_ns: [] };
    for (let i = 0; i < RUNS; i++) {
      const { result } = await door.run("event-cost", {});
      for (const name of Object.keys(figures)) figures[name].push(result[name]);
    }
    await door.close();
    rows.push([door.name, ...Object.values(figures).map((values) => said(spread(values), 0))]);
  }
  printTable(["where", "one event, ns", "one left out for want of room, ns", "of it the clock, ns"], rows);
}
