// The reference: the newest CPython that this machine has, or the one that the variable PYTHON names.

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { runProcess } from "./process.mjs";

const ask = promisify(execFile);

/** The oldest that the programs are written for. */
const OLDEST = 11;

const QUESTION = `
import sys, sysconfig
print(sys.version.split()[0], sys.implementation.name, sysconfig.get_config_var("Py_GIL_DISABLED") or 0)`;

/** Names on the path, and what pyenv has, which puts only chosen versions there. */
function candidates() {
  if (process.env.PYTHON) return [process.env.PYTHON];
  const names = [...[15, 14, 13, 12, 11].map((minor) => `python3.${minor}`), "python3", "python"];
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  try {
    const kept = readdirSync(versions).map((version) => join(versions, version, "bin", "python3"));
    return [...names, ...kept];
  } catch {
    return names;
  }
}

/** @typedef {{command: string, version: string, minor: number, patch: number, interpreter: string}} Found */

/** @param {string} command @returns {Promise<Found[]>} none where it is no CPython that fits */
async function look(command) {
  try {
    const { stdout } = await ask(command, ["-c", QUESTION], { timeout: 20_000 });
    const [version = "", implementation, free] = stdout.trim().split(" ");
    const [major, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
    if (implementation !== "cpython" || major !== 3 || minor < OLDEST) return [];
    return [{ command, version, minor, patch, interpreter: free === "1" ? "free-threaded" : "gil" }];
  } catch {
    return [];
  }
}

/** @returns {Promise<Found | undefined>} */
export async function newestCPython() {
  const found = (await Promise.all(candidates().map(look))).flat();
  return found.sort((a, b) => b.minor - a.minor || b.patch - a.patch)[0];
}

/** @returns {Promise<import("./executor.mjs").Executor>} */
export async function cpython() {
  const found = await newestCPython();
  const { command = "", version, interpreter = "gil" } = found ?? {};
  return {
    name: "cpython",
    skip: found ? false : `no CPython 3.${OLDEST} or newer is on the path`,
    version,
    interpreters: [interpreter],
    open: async () => {},
    run: (task) => runProcess(command, [], task, { hearsInterrupt: false }),
    close: async () => {},
  };
}
