// How many schedules are searched in a second of a program that costs next to nothing: natively, in the page, and beside Shuttle,
// whose threads are coroutines and not rows of a table.

import { chromium, native, orAbsent } from "./lib/doors.mjs";
import { median, printTable, said, spread } from "./lib/figures.mjs";
import { shuttle } from "./peers/shuttle.mjs";

const ROUNDS = 5;
const PLAN = { threads: 3, steps: 20, schedules: 10_000 };

export default async function () {
  const workbench = true;
  const doors = [await native(), await orAbsent("Chromium", () => chromium({ workbench }))];
  const peer = await shuttle();
  /** Thousands of schedules a second, by who and how. @type {Record<string, number[]>} */
  const rates = {};
  const add = (/** @type {string} */ who, /** @type {number} */ schedules, /** @type {number} */ ms) => {
    rates[who] ??= [];
    rates[who].push(schedules / ms);
  };
  // In turn, so that what else the machine does is shared out.
  for (let round = 0; round < ROUNDS; round++) {
    for (const door of doors) {
      const { result } = await door.run("schedule-cost", PLAN);
      add(`${door.name}, by chance`, result.by_chance, result.by_chance_ms);
      add(`${door.name}, level by level`, result.in_levels, result.in_levels_ms);
    }
    add(`${peer.name}, by chance`, PLAN.schedules, await peer.run(PLAN));
  }
  for (const door of doors) await door.close();
  const base = rates[`${peer.name}, by chance`] ?? [];
  const rows = Object.entries(rates).map(([who, all]) => {
    const times = all.map((rate, round) => rate / (base[round] ?? Number.NaN));
    return [who, said(spread(all), 1), `${median(times).toFixed(2)} ×`];
  });
  console.log(`${PLAN.threads} threads of ${PLAN.steps} steps each, ${ROUNDS} rounds`);
  printTable(["where and how", "thousand schedules a second", "Shuttle's"], rows);
}
