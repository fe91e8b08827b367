// Which browser the tests run in, and which tests run in one of them alone: all do not whose outcome no browser can
// change. A test runs in Firefox too where it touches workers, shared memory, the GPU, service workers, frames,
// storage, the clipboard, files, keyboard and focus, pointers, canvas, layout, policies, `Intl`; it does not where all
// that it looks at is data that went through the engine and the page's own code.

import * as node from "node:test";

/** Chromium, or what the variable PAGE_BROWSER names. */
export const browserName = process.env.PAGE_BROWSER || "chromium";
if (!["chromium", "firefox"].includes(browserName)) {
  throw new Error(`PAGE_BROWSER is “${browserName}”; the tests know chromium and firefox`);
}

/** The first of the browsers, in which all tests run. */
const isFirst = browserName === "chromium";

/** Files whose tests all run in one browser alone, and why. The suite leaves them out elsewhere. */
export const FILES_IN_ONE_BROWSER = {
  "axe.test.mjs": "what axe-core finds lies in the page's own elements and styles",
  "coarse-clock.test.mjs": "the clock is one of the test's own, and what is made of it the crate's and the page's",
  "comparison.test.mjs": "a table is filled from a record by the page's own code",
  "finding.test.mjs": "what is found is the page's own list",
  "lesson-text.test.mjs": "texts are laid out by the page's own styles, of which `look` sees to both",
  "links-touched.test.mjs": "links are read by the page's own code, and both browsers open some in other files",
  "one-view.test.mjs": "sizes and places are those of the page's own styles, of which `look` sees to both",
  "pictures.test.mjs":
    "a picture is drawn from a record by the page's own code, and both browsers run what it is of in other files",
  "program.test.mjs": "lines are pointed at by the page's own code, and both browsers do so in the file on timelines",
  "recordings.test.mjs": "a recorded run is a file, and drawn as one of the reader's own is",
  "study.test.mjs": "a study is several runs of lessons that both browsers run in other files",
  "table.test.mjs": "a table is filled from a record by the page's own code",
};

const leftOut = () => {};

/**
 * `describe` and `it` for tests that run in one browser alone; elsewhere they are no tests at all.
 * @param {string} why what makes all browsers the same to them
 * @returns {{describe: typeof node.describe, it: typeof node.it}}
 */
export function inOneBrowser(why) {
  if (!why) throw new Error("say why one browser is enough");
  const unless = /** @type {any} */ (leftOut);
  return isFirst ? { describe: node.describe, it: node.it } : { describe: unless, it: unless };
}
