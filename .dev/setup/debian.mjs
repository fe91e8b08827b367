// Debian's packages: which are missing, and installing them when we may.

import { Failure } from "../lib/failure.mjs";
import { findProgram } from "../lib/find.mjs";
import { read, run } from "../lib/run.mjs";

/** @typedef {{isRoot: boolean, env: NodeJS.ProcessEnv}} System */

/** @returns {System} */
export function thisSystem() {
  return { isRoot: process.getuid?.() === 0, env: process.env };
}

/** @param {System} system */
export function hasApt({ env }) {
  return Boolean(findProgram(["apt-get"], env.PATH) && findProgram(["dpkg-query"], env.PATH));
}

/**
 * @param {string[]} packages
 * @param {System} system
 * @returns {Promise<string[]>} those that are not installed
 */
export async function missingPackages(packages, { env }) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are dpkg’s own placeholders
  const format = "${Package} ${db:Status-Status}\\n";
  const { stdout } = await read("dpkg-query", ["--show", `--showformat=${format}`, ...packages], { env });
  const installed = new Set(
    stdout
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ")[0]),
  );
  return packages.filter((name) => !installed.has(name));
}

/** @param {string[]} packages */
export const aptCommand = (packages) =>
  `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(" ")}`;

/** apt-get lets one installation go on at a time, and refuses a second. @type {Promise<unknown>} */
let before = Promise.resolve();

/**
 * Sees to it that these packages are installed: installs them as root, and otherwise fails with the command to give.
 * @param {string[]} packages
 * @param {string} purpose 'the wasm toolchain'
 * @param {System} system
 * @returns {Promise<string[]>} what it installed
 */
export function ensurePackages(packages, purpose, system) {
  const work = before.then(() => install(packages, purpose, system));
  before = work.catch(() => {});
  return work;
}

/** @type {typeof ensurePackages} */
async function install(packages, purpose, system) {
  const missing = await missingPackages(packages, system);
  if (missing.length === 0) return [];
  if (!system.isRoot) {
    throw new Failure(
      `Debian’s packages for ${purpose} are not installed: ${missing.join(", ")}.`,
      aptCommand(missing),
    );
  }
  const env = { ...system.env, DEBIAN_FRONTEND: "noninteractive" };
  console.log(`    installing Debian’s packages for ${purpose}: ${missing.join(" ")}`);
  // A source that cannot be reached is no reason to stop: the packages may come from another.
  await read("apt-get", ["update", "-q"], { env });
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...missing], {
    env,
    what: `Installing Debian’s packages for ${purpose}`,
    mend: "See apt-get’s message above. A release of Debian that lacks them needs rustup instead (rustup.rs).",
  });
  return missing;
}
