// WebKitGTK, the engine of Safari as Debian has it: its driver, and the display in memory that it draws on. Neither is to
// be had on every system, so where they are missing the tests that want them are skipped, and say so.

import { findProgram } from "../lib/find.mjs";
import { aptCommand, ensurePackages, hasApt, thisSystem } from "./debian.mjs";

/** The driver brings its own browser, MiniBrowser, and knows where that lies. */
const packages = ["webkit2gtk-driver", "xvfb"];

/**
 * WebKit's programs, or why they are not here.
 * @returns {{driver: string, xvfb: string} | {missing: string}}
 */
export function findWebKit() {
  const { WEBKIT_DRIVER = "WebKitWebDriver", XVFB_BIN = "Xvfb" } = process.env;
  const driver = findProgram([WEBKIT_DRIVER]);
  const xvfb = findProgram([XVFB_BIN]);
  if (driver && xvfb) return { driver, xvfb };
  const lacking = [!driver && WEBKIT_DRIVER, !xvfb && XVFB_BIN].filter(Boolean).join(" and ");
  const mend = hasApt(thisSystem()) ? `; the mend: ${aptCommand(packages)}` : "";
  return { missing: `no ${lacking} here${mend}` };
}

/** @returns {import('../lib/steps.mjs').Step} */
export function webkitStep() {
  return {
    name: "Finding WebKitGTK for the tests",
    upToDate: () => "driver" in findWebKit() && describe(),
    run: async () => {
      const system = thisSystem();
      if (system.isRoot && hasApt(system)) await ensurePackages(packages, "the tests in WebKitGTK", system);
      return describe();
    },
  };
}

function describe() {
  const webkit = findWebKit();
  return "missing" in webkit ? `${webkit.missing}: its tests are skipped` : webkit.driver;
}
