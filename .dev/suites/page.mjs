// The page, end to end in headless browsers, on the dist/ that the build makes.

import { pathToFileURL } from "node:url";
import { engineStep } from "../build/engine.mjs";
import { lessonSteps } from "../build/steps.mjs";
import { fromRoot } from "../lib/paths.mjs";
import { browsersEnvironment, browsersStep, headlessEnvironment, headlessShellStep } from "../setup/browsers.mjs";
import { buildSetUp } from "../setup/steps.mjs";
import { runNodeTests } from "./suite.mjs";

const folder = fromRoot("tests", "page");

/**
 * @param {string} name
 * @param {string} title
 * @param {'chromium' | 'firefox'} browser
 * @param {boolean} [all] every file in any browser, and no samples
 * @returns {import('./suite.mjs').Suite}
 */
const suite = (name, title, browser, all = false) => ({
  name,
  title,
  // A lesson that misbehaves is among the workbench's, which the page's engine has not; and the page's engine with Python takes
  // longer to build.
  setUp: () => [
    ...buildSetUp(),
    browsersStep(),
    headlessShellStep(),
    ...lessonSteps(),
    engineStep("shared", "test"),
    engineStep("python", "test"),
  ],
  run: async () => {
    // Chromium runs each file; the tests themselves say in which files the browser can make a difference.
    const { FILES_IN_ONE_BROWSER } = await import(pathToFileURL(fromRoot("tests", "page", "browsers.mjs")).href);
    return runNodeTests(folder, {
      env: {
        ...(all ? browsersEnvironment() : headlessEnvironment()),
        PAGE_BROWSER: browser,
        PAGE_TESTS: all ? "all" : "some",
      },
      limitMinutes: all ? 60 : 30,
      fileMinutes: 10,
      // Two browsers: what is bounded in time here is bounded widely, and lessons wait now and then.
      atOnce: 2,
      except: all || browser === "chromium" ? [] : Object.keys(FILES_IN_ONE_BROWSER),
    });
  },
});

export const page = suite("page", "The page in headless Chromium", "chromium");
export const pageFirefox = suite("page-firefox", "The page in headless Firefox", "firefox");
/** Also of what the suites above look at a sample, and what `page-firefox` leaves to Chromium. */
export const pageAll = suite("page-all", "The page in headless Chromium, all of it", "chromium", true);
export const pageFirefoxAll = suite("page-firefox-all", "The page in headless Firefox, all of it", "firefox", true);
