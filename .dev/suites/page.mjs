// The page, end to end in headless Chromium, on the dist/ that the build makes.

import { existsSync } from "node:fs";
import { buildSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersStep, findBrowsers } from "../setup/browsers.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { runNodeTests } from "./suite.mjs";

const folder = fromRoot("tests", "page");

/** @type {import('./suite.mjs').Suite} */
export const page = {
  name: "page",
  title: "The page in headless Chromium",
  exists: () => existsSync(folder),
  setUp: () => [...buildSetUp(), browsersStep(), ...buildSteps()],
  run: () => {
    const { chrome, firefox } = findBrowsers();
    return runNodeTests(folder, {
      env: { ...process.env, CHROME_BIN: chrome, FIREFOX_BIN: firefox },
      limitMinutes: 25,
    });
  },
};
