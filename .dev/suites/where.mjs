// Where each lesson runs: every browser engine in every place that a lesson may stand in, on the dist/ that the build
// makes, held against the tables of docs/where-it-runs.md. WebKitGTK is skipped, by name, where it cannot be had.

import { lessonSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersEnvironment, browsersStep } from "../setup/browsers.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { findWebKit, webkitStep } from "../setup/webkit.mjs";
import { runNodeTests } from "./suite.mjs";

const folder = fromRoot("tests", "where");

/**
 * @param {string} name
 * @param {string} title
 * @param {Record<string, string>} [env]
 * @returns {import('./suite.mjs').Suite}
 */
const suite = (name, title, env = {}) => ({
  name,
  title,
  setUp: () => [...buildSetUp(), browsersStep(), webkitStep(), ...lessonSteps()],
  run: () => {
    const webkit = findWebKit();
    if ("missing" in webkit) console.error(`SKIPPED in WebKitGTK: ${webkit.missing}`);
    return runNodeTests(folder, {
      env: { ...browsersEnvironment(), ...env },
      limitMinutes: 15,
      // Two browsers: nothing here is measured, and lessons wait now and then.
      atOnce: 2,
    });
  },
});

export const where = suite("where", "Where lessons run: Chromium, Firefox and WebKitGTK, in tabs and in frames");
/** Every lesson in every place, where `where` has those that stand for the others. */
export const whereAll = suite("where-all", "Where each lesson runs, in every place", { WHERE: "all" });
