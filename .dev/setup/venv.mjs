// A Python virtual environment in target/ with wheels from PyPI, of pinned versions.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../lib/find.mjs";
import { read } from "../lib/run.mjs";
import { inTarget, lastLine } from "./in-target.mjs";

/**
 * Its folder and its Python; or why it cannot be had here.
 * @param {string} name of the folder in target/; it says the version
 * @param {string[]} wheels as pip wants them
 * @param {{dependencies?: boolean}} [options] whether pip is to fetch what the wheels depend on, unpinned
 * @returns {Promise<{folder: string, python: string} | {missing: string}>}
 */
export async function venv(name, wheels, { dependencies = false } = {}) {
  const place = await inTarget(name, async (folder) => {
    const system = findProgram(["python3", "python"]);
    if (!system) return "there is no python3 to fetch it with";
    const made = await read(system, ["-m", "venv", folder]);
    if (made.code !== 0) return `python3 -m venv failed: ${lastLine(made)}`;
    const python = pythonIn(folder);
    if (!python) return "the virtual environment has no python";
    const options = ["--quiet", "--disable-pip-version-check", "--only-binary=:all:"];
    if (!dependencies) options.push("--no-deps");
    const got = await read(python, ["-m", "pip", "install", ...options, ...wheels]);
    return got.code === 0 ? undefined : `pip could not install ${wheels.join(" ")}: ${lastLine(got)}`;
  });
  if ("missing" in place) return place;
  const python = pythonIn(place.folder);
  return python ? { folder: place.folder, python } : { missing: "the virtual environment has no python" };
}

/** @param {string} folder */
const pythonIn = (folder) => [join(folder, "bin", "python"), join(folder, "Scripts", "python.exe")].find(existsSync);
