// The page, end to end in headless browsers, on the dist/ that the build makes: the same tests in each.

import { existsSync } from "node:fs";
import { buildSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersStep, findBrowsers } from "../setup/browsers.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { runNodeTests } from "./suite.mjs";

const folder = fromRoot("tests", "page");

/**
 * @param {string} name
 * @param {string} title
 * @param {'chromium' | 'firefox'} browser
 * @returns {import('./suite.mjs').Suite}
 */
const suite = (name, title, browser) => ({
  name,
  title,
  exists: () => existsSync(folder),
  setUp: () => [...buildSetUp(), browsersStep(), ...buildSteps()],
  run: () => {
    const { chrome, firefox } = findBrowsers();
    return runNodeTests(folder, {
      env: { ...process.env, PAGE_BROWSER: browser, CHROME_BIN: chrome, FIREFOX_BIN: firefox },
      limitMinutes: 40,
      // Two browsers: what is bounded in time here is bounded widely, and lessons wait now and then.
      atOnce: 2,
    });
  },
});

export const page = suite("page", "The page in headless Chromium", "chromium");
export const pageFirefox = suite("page-firefox", "The page in headless Firefox", "firefox");
