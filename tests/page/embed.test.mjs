// embed.html in the page of a course: it loads when it is needed, is as high as its lesson, and has the page's colours.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { done, runButton } from "./lesson.mjs";
import { clickIn, coursePage, newPage, siteForTests } from "./site.mjs";

describe("embed.html", () => {
  const site = siteForTests();

  /**
   * @param {{query?: string, above?: number, options?: import('playwright-core').BrowserContextOptions}} how
   * @param {(page: import('playwright-core').Page, frame: import('playwright-core').FrameLocator, asked: string[]) => Promise<void>} use
   */
  async function framed({ query = "", above = 0, options }, use) {
    const course = await coursePage(`<div style="height: ${above}px"></div>
      <iframe src="${site.url}embed.html?lesson=pool-square${query}" width="800" height="400"></iframe>
      <script>
        window.heights = [];
        addEventListener("message", ({ data }) => data.type === "manyhands:height" && heights.push(data.height));
      </script>`);
    /** @type {string[]} */
    const asked = [];
    const { page, close } = await newPage(site.browser, course.url, {
      ...options,
      before: (page) => page.on("request", (request) => asked.push(new URL(request.url()).pathname)),
    });
    try {
      await use(page, page.frameLocator("iframe"), asked);
    } finally {
      await close();
      course.close();
    }
  }

  it("loads its lesson when it comes into view, and the engine when Run is near", () =>
    framed({ above: 5000 }, async (page, frame, asked) => {
      const has = (/** @type {RegExp} */ name) => asked.some((path) => name.test(path));
      await frame.getByText("The lesson is on its way").waitFor();
      await page.waitForLoadState("networkidle");
      assert.ok(has(/\/embed-/));
      assert.ok(!has(/\/lesson-|\/catalogue-|\/engine\//), asked.join());

      await page.locator("iframe").scrollIntoViewIfNeeded();
      await runButton(frame).waitFor();
      assert.ok(has(/\/lesson-/) && has(/\/catalogue-/));
      assert.ok(!has(/\/engine\//), asked.join());

      await clickIn(runButton(frame));
      await done(frame);
      await page.waitForFunction(() => window.heights.length > 0);
    }));

  it("passes on the keys of a deck of slides, and no key that the lesson takes", () =>
    framed({}, async (page, frame) => {
      await page.evaluate(() => {
        window.keys = [];
        addEventListener("message", ({ data }) => data.type === "manyhands:key" && window.keys.push(data));
      });
      const run = runButton(frame);
      await run.waitFor();
      const workers = frame.getByLabel("Workers", { exact: true });
      // With Firefox, Playwright's keys do not come into a frame of another site, so the elements are told of them.
      for (const [place, key, held] of /** @type {[import('playwright-core').Locator, string, object?][]} */ ([
        [run, "PageDown"],
        [run, "x"],
        [workers, "ArrowLeft"],
        [workers, "Home"],
        [frame.locator("mh-timeline canvas"), "ArrowRight"],
        [run, "Home", { ctrlKey: true }],
        [run, "ArrowLeft", { shiftKey: true }],
        [run, "Escape"],
      ])) {
        await place.dispatchEvent("keydown", { key, ...held });
      }
      await page.waitForFunction(() => window.keys.at(-1)?.key === "Escape");
      const keys = await page.evaluate(() => window.keys.map(({ key, shiftKey }) => [key, shiftKey]));
      assert.deepEqual(keys, [
        ["PageDown", false],
        ["ArrowLeft", true],
        ["Escape", false],
      ]);
    }));

  it("tells its height at each change", () =>
    framed({}, async (page, frame) => {
      await runButton(frame).waitFor();
      const height = () =>
        frame.locator("mh-embed").evaluate((embed) => Math.ceil(embed.getBoundingClientRect().height));
      const told = async () => {
        const expected = await height();
        await page.waitForFunction((expected) => Math.abs((window.heights.at(-1) ?? 0) - expected) <= 1, expected);
        return expected;
      };
      // What comes by itself has come: the run that was recorded.
      await frame.locator("mh-finding[filled]").waitFor();
      const table = frame.getByText("The timeline as a table");
      await table.waitFor();
      const before = await told();
      await clickIn(table);
      assert.ok((await told()) > before + 50);
      await clickIn(table);
      assert.ok((await told()) <= before + 2);
    }));

  it("follows the system, the address, and the page around it", () =>
    framed({ options: { colorScheme: "dark" } }, async (page, frame) => {
      await runButton(frame).waitFor();
      const isDark = () =>
        frame.locator("body").evaluate(() => {
          const [red = 255] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g) ?? [];
          return Number(red) < 128;
        });
      assert.equal(await isDark(), true);
      /** @param {unknown} message @param {boolean} dark */
      const told = async (message, dark) => {
        // Messages come in the order in which they were sent: once the last is heard, so is this one.
        const heard = await frame.locator("body").evaluateHandle(() => {
          const last = new Promise((resolve) => {
            const hear = (/** @type {MessageEvent} */ { data }) =>
              data === "last" && resolve(removeEventListener("message", hear));
            addEventListener("message", hear);
          });
          return { last };
        });
        await page.evaluate((message) => {
          for (const one of [message, "last"]) document.querySelector("iframe")?.contentWindow?.postMessage(one, "*");
        }, message);
        await heard.evaluate(({ last }) => last);
        assert.equal(await isDark(), dark, JSON.stringify(message));
      };
      await told({ type: "manyhands:theme", theme: "light" }, false);
      for (const nonsense of [
        null,
        "dark",
        { type: "manyhands:theme", theme: "<b>" },
        { type: "other", theme: "dark" },
      ]) {
        await told(nonsense, false);
      }
      await told({ type: "manyhands:theme", theme: "dark" }, true);
      await told({ type: "manyhands:theme", theme: "light" }, false);
      await told({ type: "manyhands:theme", theme: "system" }, true);
    }));

  it("keeps the theme of its address, which is no parameter", () =>
    framed({ query: "&theme=light&workers=2", options: { colorScheme: "dark" } }, async (_page, frame) => {
      // As if typed: the keys of Firefox under Playwright do not come into a frame of another site.
      await frame.getByLabel("Workers", { exact: true }).evaluate((/** @type {HTMLInputElement} */ input) => {
        input.value = "4";
        input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      });
      assert.equal(await frame.getByRole("alert").count(), 0);
      const { scheme, query } = await frame.locator("body").evaluate(() => ({
        scheme: getComputedStyle(document.documentElement).colorScheme,
        query: location.search,
      }));
      assert.equal(scheme, "light");
      assert.equal(query, "?lesson=pool-square&theme=light&workers=4");
    }));

  it("takes the address of the main page too", async () => {
    const { page, errors } = await newPage(site.browser, `${site.url}embed.html#pool-square?workers=6`);
    assert.equal(await page.getByLabel("Workers", { exact: true }).inputValue(), "6");
    assert.deepEqual(errors, []);
  });
});
