// Stamps: a step whose inputs have not changed since it last succeeded has nothing to do.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fromRoot, root } from "./paths.mjs";

/**
 * @typedef {object} Inputs
 * @property {string[]} files files and folders, relative to the root; one that is missing counts as missing
 * @property {string[]} [ignore] folders, relative to the root, whose contents do not count
 * @property {unknown} [settings] anything else that the result depends on
 */

/**
 * A stamp remembers the inputs with which a step last succeeded, and what the step made.
 * @param {string} name
 * @param {() => Inputs} inputs
 * @param {() => string[]} outputs
 */
export function stamp(name, inputs, outputs) {
  const file = fromRoot("target", "stamps", name);
  return {
    /** True when the outputs are there and were made from the inputs as they are now. */
    isFresh() {
      return (
        existsSync(file) &&
        outputs().every((output) => existsSync(output)) &&
        readFileSync(file, "utf8") === hashOf(inputs())
      );
    },
    /**
     * Does the work, and remembers it when it succeeds. The inputs are read before the work, so that a file
     * changed meanwhile makes the step run again.
     * @template T
     * @param {() => T | Promise<T>} work
     */
    async during(work) {
      rmSync(file, { force: true });
      const hash = hashOf(inputs());
      const result = await work();
      mkdirSync(fromRoot("target", "stamps"), { recursive: true });
      writeFileSync(file, hash);
      return result;
    },
  };
}

/** @param {Inputs} inputs */
export function hashOf({ files, ignore = [], settings }) {
  const hash = createHash("sha256").update(JSON.stringify(settings ?? null));
  const ignored = new Set(ignore.map((folder) => fromRoot(folder)));
  for (const file of files.flatMap((entry) => listed(fromRoot(entry), ignored)).sort()) {
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @param {Set<string>} ignored
 * @returns {string[]}
 */
function listed(path, ignored) {
  if (ignored.has(path) || !existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => listed(join(path, name), ignored));
}
