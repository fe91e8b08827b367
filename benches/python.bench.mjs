// Python itself beside Pyodide and CPython: what is loaded until a program's first line, how quick one thread is, and by how
// much more of them are quicker, with the GIL and without.

import { readFileSync, statSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { fromRoot } from "../.dev/lib/paths.mjs";
import { kept, newPage } from "../tests/page/site.mjs";
import { chromium, firefox, native, orAbsent } from "./lib/doors.mjs";
import { said, spread } from "./lib/figures.mjs";
import { report } from "./lib/report.mjs";
import { cpython } from "./peers/cpython-runs.mjs";
import { pyodide } from "./peers/pyodide.mjs";
import { pythonRows } from "./rows/python.mjs";
import { processRows } from "./rows/python-processes.mjs";

/** How often a first line is waited for. */
const ROUNDS = 5;

/**
 * Milliseconds until the first line of a program on a page that is new to its visitor, and on one that is not.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
async function firstLine(browser, url) {
  const { page, close } = await newPage(browser, url, kept);
  const measure = async () => {
    await page.waitForFunction(() => "manyhands" in globalThis);
    return page.evaluate(async () => {
      const begin = performance.now();
      let ms = Number.NaN;
      const onEvent = (/** @type {{kind: string}} */ event) => {
        if (event.kind === "print" && Number.isNaN(ms)) ms = performance.now() - begin;
      };
      await window.manyhands.run("python", { program: "print('here')" }, /** @type {any} */ ({ onEvent }));
      return ms;
    });
  };
  const cold = await measure();
  await page.reload();
  const warm = await measure();
  await close();
  return { cold, warm };
}

/** What the page loads for it, compressed by brotli. */
const bytesOfOurs = () =>
  ["manyhands_bg.wasm", "manyhands.js"]
    .map((name) => fromRoot("dist", "engine", "python", name))
    .map(
      (file) =>
        statSync(`${file}.br`, { throwIfNoEntry: false })?.size ?? brotliCompressSync(readFileSync(file)).length,
    )
    .reduce((sum, size) => sum + size, 0);

export default async function () {
  const page = await chromium({ python: true });
  const peer = await orAbsent("Pyodide", () => pyodide(page.browser));
  console.log(`loaded for a program, brotli: ${(bytesOfOurs() / 1e6).toFixed(2)} MB`);
  if ("bytes" in peer) console.log(`  Pyodide: ${(Number(peer.bytes) / 1e6).toFixed(2)} MB`);
  const [ours, theirs] = [
    () => firstLine(page.browser, page.url),
    "firstLine" in peer ? /** @type {typeof firstLine} */ (peer.firstLine) : undefined,
  ];
  for (const [name, measure] of /** @type {const} */ ([
    ["Chromium", ours],
    ["Pyodide", theirs],
  ])) {
    if (!measure) continue;
    const taken = [];
    for (let round = 0; round < ROUNDS; round++) taken.push(await measure(page.browser, page.url));
    for (const when of /** @type {const} */ (["cold", "warm"]))
      console.log(`until the first line, ${when}, ${name}: ${said(spread(taken.map((one) => one[when])), 0)} ms`);
  }
  const doors = {
    chromium: page,
    firefox: await orAbsent("Firefox", () => firefox({ python: true })),
    native: await native({ python: true }),
    cpython: await orAbsent("CPython", cpython),
    pyodide: peer,
  };
  const rows = await report("python", doors, async () => [...(await pythonRows(doors)), ...(await processRows(doors))]);
  // A peer may be absent; what is ours may not.
  if (rows.some(({ ours }) => ours.missing)) process.exitCode = 1;
}
