// The npm packages, as the lock file has them.

import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../lib/failure.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { run } from "../lib/run.mjs";

/** The program. */
export const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** @returns {import('../lib/steps.mjs').Step} */
export function nodeModulesStep() {
  return {
    name: "Installing the npm packages",
    upToDate: () => nodeModulesAreAsLocked(),
    run: installNodeModules,
  };
}

/**
 * npm notes in node_modules what it installed; that note must agree with the lock file.
 * Packages for other systems are optional and may be absent.
 */
export function nodeModulesAreAsLocked() {
  const noteFile = fromRoot("node_modules", ".package-lock.json");
  if (!existsSync(noteFile)) return false;
  const installed = packagesOf(noteFile);
  return Object.entries(packagesOf(fromRoot("package-lock.json"))).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed[path];
    return found ? found.version === wanted.version : wanted.optional || wanted.devOptional;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, {version: string, optional?: boolean, devOptional?: boolean}>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

async function installNodeModules() {
  const oldest = JSON.parse(readFileSync(fromRoot("package.json"), "utf8")).engines.node.replace(/[^\d.]/g, "");
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [wantedMajor, wantedMinor = 0] = oldest.split(".").map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new Failure(
      `This is Node ${process.versions.node}; ${oldest} or newer is needed.`,
      "Install a current Node, for instance the LTS release from nodejs.org.",
    );
  }
  await run(npm, ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--no-progress"], {
    what: "Installing the npm packages",
    mend: "See npm’s message above; without a network it cannot be done.",
  });
}
