// A Vulkan in software, so that the native tests of the GPU have an adapter on a machine that has none.

import { ensurePackages, hasApt, missingPackages, thisSystem } from "./debian.mjs";

const packages = ["mesa-vulkan-drivers", "libvulkan1"];

/**
 * Only root can install them; without an adapter the tests that want one are skipped, and say so.
 * @param {import("./debian.mjs").System} system
 */
const mayInstall = (system) => system.isRoot && hasApt(system);

/** Whether the step below has put it here: a test that finds no adapter then has failed. */
export async function hasSoftwareVulkan() {
  const system = thisSystem();
  return mayInstall(system) && (await missingPackages(packages, system)).length === 0;
}

/** @returns {import('../lib/steps.mjs').Step} */
export function vulkanStep() {
  const system = thisSystem();
  return {
    name: "Finding a software Vulkan for the native tests",
    upToDate: async () => {
      if (!mayInstall(system)) return "this machine's own, if it has one";
      return (await missingPackages(packages, system)).length === 0 && packages[0];
    },
    run: () => ensurePackages(packages, "the native tests of the GPU", system),
  };
}
