// CPython's Pool, in a process that is started once and asked again and again.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { findProgram } from "../../.dev/lib/find.mjs";
import { fromRoot } from "../../.dev/lib/paths.mjs";

/** @returns {Promise<import("../lib/doors.mjs").Door>} */
export async function cpython() {
  const program = findProgram(["python3", "python"]);
  if (!program) throw new Error("there is no python3");
  // -B: nothing is to be written beside the sources.
  const child = spawn(program, ["-B", fromRoot("benches", "peers", "cpython", "pools.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("close", resolve);
  });
  // The answer of a process that has ended is the end of its lines.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const run = async (/** @type {string} */ name, /** @type {object} */ params) => {
    child.stdin.write(`${JSON.stringify({ function: name, ...params })}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${program} ended`);
    return JSON.parse(value);
  };
  const { implementation, version, start_method } = await run("about", {});
  return {
    name: "CPython",
    version: `${implementation} ${version}, ${start_method}`,
    run,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
