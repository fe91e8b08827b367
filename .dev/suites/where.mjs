// Where each lesson runs: every browser engine in every place that a lesson may stand in, on the dist/ that the build
// makes, held against the tables of docs/where-it-runs.md. WebKitGTK is skipped, by name, where it cannot be had.

import { existsSync } from "node:fs";
import { buildSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersStep, findBrowsers } from "../setup/browsers.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { findWebKit, webkitStep } from "../setup/webkit.mjs";
import { runNodeTests } from "./suite.mjs";

const folder = fromRoot("tests", "where");

/** @type {import('./suite.mjs').Suite} */
export const where = {
  name: "where",
  title: "Where each lesson runs: Chromium, Firefox and WebKitGTK, in tabs and in frames",
  exists: () => existsSync(folder),
  setUp: () => [...buildSetUp(), browsersStep(), webkitStep(), ...buildSteps()],
  run: () => {
    const { chrome, firefox } = findBrowsers();
    const webkit = findWebKit();
    if ("missing" in webkit) console.error(`SKIPPED in WebKitGTK: ${webkit.missing}`);
    return runNodeTests(folder, {
      env: { ...process.env, CHROME_BIN: chrome, FIREFOX_BIN: firefox },
      limitMinutes: 15,
      // Two browsers: nothing here is measured, and lessons wait now and then.
      atOnce: 2,
    });
  },
};
