// A lesson on its page, as a reader uses it: it is opened, set, run, and what came of it is read.

import { OWN_PROGRAMS } from "../own-programs.mjs";
import { newPage, runsPython } from "./site.mjs";

/** @typedef {import('playwright-core').Page | import('playwright-core').FrameLocator | import('playwright-core').Locator} Scope where a lesson stands */

/** A lesson ends within this time, on a machine with two busy cores. */
const PATIENCE_MS = 60_000;

/** @param {Scope} scope @param {string} name the whole of it */
export const buttonOf = (scope, name) => scope.getByRole("button", { name, exact: true });

/** @param {Scope} scope */
export const runButton = (scope) => scope.getByRole("button", { name: /^(Run|Search|Show the schedule)$/ });

/** Waits until a run is over that went well.  @param {Scope} scope @param {number} [timeout] */
export const done = (scope, timeout = PATIENCE_MS) => scope.getByText(/^Done in/).waitFor({ timeout });

/** Waits until a run is over, well or not.  @param {Scope} scope @param {number} [timeout] */
export const ended = (scope, timeout = PATIENCE_MS) => scope.getByText(/^Done in|^Ended with/).waitFor({ timeout });

/** A figure of the result by its key there; they are folded.  @param {Scope} scope @param {string} key */
export const resultOf = (scope, key) => scope.locator(`mh-result .result > tbody > tr:has(> th[title="${key}"]) > td`);

/** The ids of the lessons that readers see, in their order.  @param {import('playwright-core').Page} page */
export const lessonIds = (page) => page.evaluate(async () => (await window.manyhands.lessons()).map(({ id }) => id));

/** Those of which a run can be pressed on this site: Python is no part of every one.  @param {import('playwright-core').Page} page */
export const runnableIds = async (page) => (await lessonIds(page)).filter(runs);

/** Whether the site as it was built runs this lesson.  @param {string} id */
export const runs = (id) => !OWN_PROGRAMS.has(id) || runsPython;

export { OWN_PROGRAMS };

/** The ids of the lessons that a recorded run is shown of.  @param {import('playwright-core').Page} page */
export const recordedIds = async (page) => (await lessonIds(page)).filter((id) => !OWN_PROGRAMS.has(id));

/**
 * Lessons that mostly wait, and what makes them wait less: they print as many lines and do as much as by default.
 * @type {{[lesson: string]: {[name: string]: unknown}}}
 */
export const QUICK = {
  threads: {
    threads: [
      { name: "Thread-1", delay_ms: 10, repeats: 5 },
      { name: "Thread-2", delay_ms: 20, repeats: 5 },
    ],
  },
  timeout: { interval_ms: 60, timeout_ms: 300 },
  semaphore: { pause_ms: 10 },
};

/** Parameters as an address has them.  @param {{[name: string]: unknown}} params */
export const queryOf = (params) =>
  new URLSearchParams(
    Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  ).toString();

/** A visit of its own in a page that is used again.  @param {import('playwright-core').Page} page @param {string} address */
export async function visit(page, address) {
  // A step within the page would leave it as it is.
  await page.goto("about:blank");
  await page.goto(address);
}

/**
 * Turns the page to another lesson, as a link in it does, and waits until that stands there and has not run.
 * @param {import('playwright-core').Page} page
 * @param {string} id
 * @param {{[name: string]: unknown}} [params]
 */
export async function turnTo(page, id, params = {}) {
  await page.evaluate(
    (fragment) => {
      location.hash = fragment;
    },
    `#${id}?${queryOf(params)}`,
  );
  await page.waitForFunction((id) => {
    const shown = document.querySelector("mh-site")?.shadowRoot?.querySelector("mh-lesson");
    const status = shown?.shadowRoot?.querySelector("[role=status]")?.textContent?.trim();
    return shown?.lesson.id === id && !/^(Done|Ended|Stopped)/.test(status ?? "");
  }, id);
  await runButton(page).waitFor();
}

/**
 * A page with a lesson, and what tests do with it.
 * @param {{browser: import('playwright-core').Browser, url: string}} site
 * @param {string} path after the site's address: `#ID?name=value`
 * @param {import('./site.mjs').PageOptions} [options]
 */
export async function openLesson(site, path, options) {
  const opened = await newPage(site.browser, `${site.url}${path}`, options);
  const { page } = opened;
  await runButton(page).waitFor();
  return {
    ...opened,
    button: (/** @type {string} */ name) => buttonOf(page, name),
    field: (/** @type {string} */ label) => page.getByLabel(label, { exact: true }),
    result: (/** @type {string} */ name) => resultOf(page, name),
    /** Shows the parameters that are not the main ones, where there are any. */
    async unfold() {
      await page.locator("mh-form form").waitFor();
      const more = page.locator("mh-form details.more:not([open]) > summary");
      if ((await more.count()) > 0) await more.click();
    },
    async run() {
      await runButton(page).click();
      await ended(page);
    },
  };
}
