// CPython, in a process of its own for each run of a program.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram } from "../../.dev/lib/find.mjs";
import { Absent } from "../lib/absent.mjs";

/** @returns {Promise<import("../lib/doors.mjs").Door>} */
export async function cpython() {
  const command = findProgram(["python3", "python"]);
  if (!command) throw new Absent("there is no python3");
  const { stdout } = await promisify(execFile)(command, ["--version"]);
  // Its processes begin by importing the program, which so has to be a file.
  const folder = mkdtempSync(join(tmpdir(), "manyhands-bench-"));
  const file = join(folder, "main.py");
  return {
    name: "CPython",
    version: stdout.trim(),
    run: async (_lesson, { program, arguments: args }) => {
      writeFileSync(file, program);
      const { stdout } = await promisify(execFile)(command, ["-B", file, ...args]);
      return { output: [{ text: stdout.trim() }] };
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
}
