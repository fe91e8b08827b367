// The speed-up of two workers over one, natively and in Chromium: the medians of five pairs, in turn.

import { chromium, native } from "./lib/doors.mjs";
import { printTable, said, spread } from "./lib/figures.mjs";

const PAIRS = 5;
const WORKERS = 2;
/** How long the serial part is to take, in milliseconds. */
const SERIAL_MS = 2000;

/** @typedef {import("./lib/doors.mjs").Door} Door */

/**
 * pi: the same points, serial and on threads.
 * @param {Door} door
 */
async function pi(door) {
  const probe = await door.run("pi", { points: 50_000_000, backend: "serial" });
  const points = Math.round((probe.result.points_per_second * SERIAL_MS) / 1000);
  const serial = [];
  const threads = [];
  for (let i = 0; i < PAIRS; i++) {
    const one = await door.run("pi", { points, backend: "serial" });
    const two = await door.run("pi", { points, backend: "threads", workers: WORKERS });
    if (one.result.inside !== two.result.inside) throw new Error(`pi: ${one.result.inside}, ${two.result.inside}`);
    serial.push(one.result.points_per_second / 1e6);
    threads.push(two.result.points_per_second / 1e6);
  }
  return { what: `pi, ${points} points`, unit: "M points/s", serial, threads };
}

/**
 * pool-rows: it goes through the table serially and by the pool in one run.
 * @param {Door} door
 */
async function rows(door) {
  const rows = 200_000;
  const probe = await door.run("pool-rows", { rows, repeats: 200 });
  const repeats = Math.min(10_000, Math.round((200 * SERIAL_MS) / probe.result.serial_ms));
  const serial = [];
  const threads = [];
  for (let i = 0; i < PAIRS; i++) {
    const { result } = await door.run("pool-rows", { rows, repeats, workers: WORKERS });
    serial.push((rows * repeats) / result.serial_ms / 1e3);
    threads.push((rows * repeats) / result.parallel_ms / 1e3);
  }
  return { what: `pool-rows, ${repeats} repeats`, unit: "M rows/s", serial, threads };
}

export default async function () {
  const table = [];
  for (const make of [native, chromium]) {
    const door = await make();
    for (const measure of [pi, rows]) {
      const { what, unit, serial, threads } = await measure(door);
      const ratios = threads.map((value, i) => value / serial[i]);
      table.push([what, door.name, unit, said(spread(serial), 0), said(spread(threads), 0), said(spread(ratios))]);
    }
    await door.close();
  }
  printTable(["work", "where", "unit", "1 worker", `${WORKERS} workers`, "speed-up"], table);
}
