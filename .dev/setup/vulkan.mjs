// A Vulkan in software, so that the native tests of the GPU have an adapter on a machine that has none.

import { ensurePackages, hasApt, missingPackages, thisSystem } from "./debian.mjs";

const packages = ["mesa-vulkan-drivers", "libvulkan1"];

/** @returns {import('../lib/steps.mjs').Step} */
export function vulkanStep() {
  const system = thisSystem();
  // Only root can install them; without an adapter the tests that want one are skipped, and say so.
  const mayInstall = system.isRoot && hasApt(system);
  return {
    name: "Finding a software Vulkan for the native tests",
    upToDate: async () => {
      if (!mayInstall) return "this machine's own, if it has one";
      return (await missingPackages(packages, system)).length === 0 && packages[0];
    },
    run: () => ensurePackages(packages, "the native tests of the GPU", system),
  };
}
