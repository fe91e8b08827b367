// Pyodide: CPython compiled to WebAssembly, one thread in one worker, in the browser that runs ours; and where a program has
// processes, a Pyodide in a worker for each.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { root } from "../../.dev/lib/paths.mjs";
import { npmTool } from "../../.dev/setup/npm-tool.mjs";
import { pinned } from "../../.dev/versions.mjs";
import { Absent } from "../lib/absent.mjs";
import { peersPage } from "./page.mjs";

/** What it loads before the first line of a program. */
const LOADED = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];

/**
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<import("../lib/doors.mjs").Door & {firstLine: () => Promise<{cold: number, warm: number}>, bytes: number}>}
 *   milliseconds until the first line of a program on a page that is new to its visitor, and on one that is not; the size of
 *   what is loaded for it, compressed by brotli
 */
export async function pyodide(browser) {
  const tool = await npmTool("pyodide", pinned.pyodide);
  if ("missing" in tool) throw new Absent(tool.missing);
  const place = join(tool.folder, "node_modules", "pyodide");
  const { version } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  const folder = `/${relative(root, place).replaceAll("\\", "/")}/`;
  const opened = await peersPage(browser, "python");
  return {
    name: "Pyodide",
    version,
    bytes: readdirSync(place)
      .filter((name) => LOADED.includes(name))
      .reduce((sum, name) => sum + brotliCompressSync(readFileSync(join(place, name))).length, 0),
    firstLine: async () => {
      // Each in a context of its own, whose cache is empty.
      const { run, again, close } = await peersPage(browser, "python");
      try {
        const cold = await run("firstLine", { folder });
        await again();
        return { cold, warm: await run("firstLine", { folder }) };
      } finally {
        await close();
      }
    },
    run: async (_lesson, { program, arguments: args }) => {
      if (program.includes("multiprocessing")) {
        const [task, count] = args;
        const figures = await opened.run("processes", { folder, program, task, count: Number(count) });
        return { output: [{ text: JSON.stringify(figures) }] };
      }
      const printed = await opened.run("run", { folder, program, args });
      return { output: [{ text: printed.trim() }] };
    },
    close: opened.close,
  };
}
