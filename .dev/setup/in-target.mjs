// What only some commands need, and is fetched into a folder of its own in target/, once.

import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromRoot } from "../lib/paths.mjs";

/**
 * The folder, made if it is not there whole; or why it cannot be had here, which is no failure: a machine may not reach the
 * registry, or the registry may have nothing for it.
 * @param {string} name of the folder in target/; it says the version
 * @param {(folder: string) => Promise<string | undefined>} make fills it; says why when it cannot
 * @returns {Promise<{folder: string} | {missing: string}>}
 */
export async function inTarget(name, make) {
  const folder = fromRoot("target", name);
  // Written last, so that what was interrupted is made again.
  const done = join(folder, "complete");
  if (existsSync(done)) return { folder };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const missing = await make(folder);
  if (missing !== undefined) return { missing };
  writeFileSync(done, "");
  return { folder };
}

/** What a program said last, which is mostly why it failed. @param {{stdout: string, stderr: string}} output */
export const lastLine = ({ stdout, stderr }) => (stderr || stdout).split("\n").at(-1) ?? "";
