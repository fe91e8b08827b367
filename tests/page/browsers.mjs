// Which browser the tests run in, which of them `npm test` runs in one browser alone, and of what it looks at a sample;
// `npm run test:long` leaves nothing out.
//
// `npm test` runs a file in Firefox too where the browser decides what comes of it: workers, shared memory, the GPU,
// service workers, frames, files, keyboard and focus, layout, policies. It does not where what is looked at is data that
// went through the engine, or what the page's own code made of it.

import * as node from "node:test";

/** Chromium, or what the variable PAGE_BROWSER names. */
export const browserName = process.env.PAGE_BROWSER || "chromium";
if (!["chromium", "firefox"].includes(browserName)) {
  throw new Error(`PAGE_BROWSER is “${browserName}”; the tests know chromium and firefox`);
}

/** The first of the browsers, in which all tests run. */
const isFirst = browserName === "chromium";

/** Whether the tests look at all there is, as `npm run test:long` has them do. */
const isThorough = process.env.PAGE_TESTS === "all";

/**
 * What a test goes through: in `npm run test:long` all, else the few that stand for them.
 * @template T
 * @param {T[]} all
 * @param {T[]} few
 */
export const sample = (all, few) => (isThorough ? all : few);

/** Files whose tests `npm test` runs in one browser alone, and why. */
export const FILES_IN_ONE_BROWSER = {
  "ability.test.mjs": "what it says comes of the same questions to any browser, and the places of `where` ask each",
  "address.test.mjs": "an address is read and written by the page's own code",
  "api.test.mjs": "what a program on the page is given comes of the engine, which `engine` tries in both",
  "axe.test.mjs": "what axe-core finds lies in the page's own elements and styles",
  "coarse-clock.test.mjs": "the clock is one of the test's own, and what is made of it the crate's and the page's",
  "comparison.test.mjs": "a table is filled from a record by the page's own code",
  "defaults.test.mjs": "defaults are the catalogue's",
  "embed-dialog.test.mjs": "the lines to embed are written by the page's own code, and `embedding` uses them in both",
  "embed.test.mjs": "the page that is embedded is the page, and `frames` and `embedding` embed it in both",
  "finding.test.mjs": "what is found is the page's own list",
  "form.test.mjs": "a form is made from the schema by the page's own code",
  "ghost.test.mjs": "it is the server that is tried",
  "language.test.mjs": "words are looked up by the page's own code",
  "lesson-text.test.mjs": "texts are laid out by the page's own styles, of which `look` sees to both",
  "links-touched.test.mjs": "links are read by the page's own code, and both browsers open some in other files",
  "links.test.mjs": "links are read by the page's own code",
  "one-view.test.mjs": "sizes and places are those of the page's own styles, of which `look` sees to both",
  "output.test.mjs": "lines are shown by the page's own code",
  "own-program.test.mjs": "the editor is a library's, and the suite `python` runs programs in both",
  "parts.test.mjs": "what does not load is told by the page's own code",
  "pi-editor.test.mjs": "the editor is a library's, and `page` types into forms in both",
  "pictures.test.mjs":
    "a picture is drawn from a record by the page's own code, and both browsers run what it is of in other files",
  "places.test.mjs": "places are the site's own paths",
  "program.test.mjs": "lines are pointed at by the page's own code",
  "python.test.mjs": "the suite `python` runs programs in both, and what the page makes of them is its own code",
  "recordings.test.mjs": "a recorded run is a file, and drawn as one of the reader's own is",
  "sequence.test.mjs": "the diagram is drawn from a record by the page's own code",
  "study.test.mjs": "a study is several runs of lessons that both browsers run in other files",
  "table.test.mjs": "a table is filled from a record by the page's own code",
  "timeline.test.mjs": "it is drawn from a record by the page's own code; `look` and `smooth` see it in both",
  "walk.test.mjs": "what is shown of a search is the page's own code, and the suite `python` searches in both",
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
