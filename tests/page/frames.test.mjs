// A lesson in frames of other sites' pages: where it has shared memory, and what it does where it has not.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { serve } from "../../.dev/serve.mjs";
import { browserName } from "./browsers.mjs";
import { done, resultOf, runButton } from "./lesson.mjs";
import { attributeOf, chosenIn, textOf } from "./reading.mjs";
import { clickIn, coursePage, isolatingCourse, kept, launch, newPage } from "./site.mjs";

const allow = 'allow="cross-origin-isolated"';

/** Chromium isolates a frame that asks for it by itself; elsewhere the page around it has a say. */
const byItself = browserName === "chromium";

/**
 * @typedef {object} Context
 * @property {string} name
 * @property {boolean} [site] whether the lesson's host sends the headers (it does)
 * @property {Record<string, string>} [course] what the course's host sends
 * @property {string} [frame] attributes of the frame
 * @property {boolean} sharesMemory
 */

/** @type {Context[]} */
const contexts = [
  { name: "a plain page", sharesMemory: byItself },
  { name: "a plain page that allows isolation", frame: allow, sharesMemory: byItself },
  { name: "an isolated page that allows it", course: isolatingCourse, frame: allow, sharesMemory: true },
  // Firefox does not ask for the word of the page around where that is isolated.
  { name: "an isolated page that does not say so", course: isolatingCourse, sharesMemory: true },
  {
    name: "a sandbox that keeps the origin",
    frame: 'sandbox="allow-scripts allow-same-origin"',
    sharesMemory: byItself,
  },
  { name: "a plain page, from a host without headers", site: false, sharesMemory: false },
  {
    name: "a plain page that allows isolation, from a host without headers",
    site: false,
    frame: allow,
    sharesMemory: false,
  },
];

/**
 * The tab that a link opens. With Firefox, Playwright's pointer does not come into a frame of another site, so there
 * the tab is opened with the link's address.
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} link
 */
async function opened(page, link) {
  if (browserName === "chromium") {
    const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    return tab;
  }
  assert.equal(await link.getAttribute("target"), "_blank");
  const tab = await page.context().newPage();
  await tab.goto(await attributeOf(link, "href"));
  return tab;
}

describe("a lesson in a frame of another site", () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  /**
   * @param {Omit<Context, "name" | "sharesMemory"> & {query: string}} context
   * @param {(frame: import('playwright-core').FrameLocator, page: import('playwright-core').Page) => Promise<void>} use
   */
  async function framed({ site: isolation = true, course: headers, frame = "", query }, use) {
    const site = await serve({ isolation });
    const source = `${site.url}embed.html?${query}`;
    const course = await coursePage(`<iframe src="${source}" width="900" height="900" ${frame}></iframe>`, headers);
    const { page, errors, close } = await newPage(browser, course.url, kept);
    try {
      await use(page.frameLocator("iframe"), page);
      assert.deepEqual(errors, []);
    } finally {
      await close();
      course.close();
      await site.close();
    }
  }

  for (const context of contexts) {
    it(`${context.sharesMemory ? "runs on threads" : "runs without shared memory"} in ${context.name}`, () =>
      framed({ ...context, query: "lesson=pool-square&inputs=[7]" }, async (frame) => {
        const button = runButton(frame);
        await button.waitFor();
        assert.equal(await button.evaluate(() => crossOriginIsolated), context.sharesMemory);
        const shown = await chosenIn(frame.getByLabel("Kind of workers", { exact: true }));
        assert.equal(shown, context.sharesMemory ? "threads" : "processes");
        await clickIn(button);
        await done(frame);
        assert.equal(await textOf(resultOf(frame, "values")), "49");
        assert.equal(await frame.getByText(/This page has no shared memory/).count(), context.sharesMemory ? 0 : 1);
      }));
  }

  it("explains in a frame without shared memory why a lesson cannot run, and opens it in a tab of its own", () =>
    framed({ site: false, query: "lesson=race&threads=3" }, async (frame, page) => {
      await frame.getByText(/This page has no shared memory: .*so it cannot run here/).waitFor();
      assert.ok(await runButton(frame).isDisabled());
      const link = frame.getByRole("link", { name: "Open it in a tab of its own" });
      const tab = await opened(page, link);
      // There the service worker isolates it.
      await tab.waitForFunction(() => crossOriginIsolated);
      assert.equal(await tab.getByLabel("Threads", { exact: true }).inputValue(), "3");
      await runButton(tab).click();
      await done(tab);
    }));

  it("explains in a sandbox without an origin why nothing can run", () =>
    framed({ frame: 'sandbox="allow-scripts"', query: "lesson=pool-square" }, async (frame) => {
      await clickIn(runButton(frame));
      await frame
        .getByRole("alert")
        .filter({ hasText: /allow-same-origin/ })
        .waitFor();
    }));
});
