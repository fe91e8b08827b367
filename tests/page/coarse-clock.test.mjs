// The page with clocks as coarse as a browser can make them, and set back now and then: in the page itself, in the
// engine and in each of its workers. Every lesson is run, and every study; nothing anywhere says what is no number.
// Of some lessons the defaults take long and say no more here than something shorter, which is what is run.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serve } from "../../.dev/serve.mjs";
import { alteredSite } from "./altered.mjs";
import { sample } from "./browsers.mjs";
import { ended, QUICK, runButton, runnableIds, turnTo } from "./lesson.mjs";
import { launch, newPage, recordOf } from "./site.mjs";

/** Milliseconds: Firefox's step where it resists fingerprinting, the coarsest that a reader can ask for, and one between. */
const TICKS = [1, 16.7, 100];

/** What makes runs shorter, beside {@link QUICK}. */
const SHORT = {
  ...QUICK,
  processors: { probe_ms: 40 },
  "background-zip": { lines: 50_000 },
  pi: { points: 2_000_000 },
};

/**
 * A worse clock, before anything else of a script: coarse from the beginning, and every 700 ms set back by 50.
 * @param {number} tick
 */
const worseClock = (tick) => `
if (!globalThis.isClockWorse) {
  globalThis.isClockWorse = true;
  const floor = (ms) => Math.floor(ms / ${tick}) * ${tick};
  const now = performance.now.bind(performance);
  const origin = floor(performance.timeOrigin);
  let behind = 0;
  let next = now() + 300;
  performance.now = () => {
    const ms = now();
    if (ms > next) [behind, next] = [behind + 50, ms + 700];
    return Math.max(0, floor(ms - behind));
  };
  Object.defineProperty(performance, "timeOrigin", { get: () => origin });
  if (globalThis.requestAnimationFrame) {
    const frame = requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (draw) => frame(() => draw(performance.now()));
  }
}
`;

/** What no reader should meet. A program in the page's box of code may well say null. */
const BOGUS =
  /NaN|Infinity|\bnull\b|\bundefined\b|×\s?0[.,]00|(?<![\p{L}\p{N}])[-−]0(?![\p{L}\p{N}.,]*[1-9])(?![\p{L}\p{N}])/u;

/**
 * The texts of the page that say what they should not: of all trees, of drawings, titles and labels.
 * @param {import('playwright-core').Page} page
 */
async function bogus(page) {
  // What is folded says something too, some of it once it is opened.
  await page.evaluate(async () => {
    for (const one of window.inPage.elements()) if (one instanceof HTMLDetailsElement) one.open = true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  const texts = await page.evaluate(() => {
    const isProgram = (/** @type {Element} */ one) => {
      for (let at = /** @type {Node | null} */ (one); at; at = at instanceof ShadowRoot ? at.host : at.parentNode)
        if (at instanceof Element && ["mh-program", "style", "script", "noscript"].includes(at.localName)) return true;
      return false;
    };
    return window.inPage
      .elements()
      .filter((one) => !isProgram(one))
      .flatMap((one) => {
        const own = [...one.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => node.textContent ?? "");
        const isDrawing = one instanceof SVGElement;
        const attributes = [...one.attributes]
          .filter(({ name }) => isDrawing || ["title", "aria-label", "aria-valuetext", "alt", "value"].includes(name))
          .map(({ value }) => value);
        return [...own, ...attributes].map((text) => ({ where: one.localName, text: text.trim() }));
      })
      .filter(({ text }) => text);
  });
  return texts.filter(({ text }) => BOGUS.test(text));
}

/** With all that is folded opened, what is pressed may lie under something.  @param {import('playwright-core').Locator} button */
const press = (button) => button.evaluate((/** @type {HTMLElement} */ element) => element.click());

describe("with a coarse clock that is set back now and then", () => {
  for (const tick of sample(TICKS, [100])) {
    it(`in steps of ${tick} ms no lesson and no study says what is no number`, { timeout: 150_000 }, async () => {
      const [site, browser] = await Promise.all([alteredSite(worseClock(tick)), launch()]);
      const server = await serve({ dir: site.folder });
      try {
        const { page, errors } = await newPage(browser, server.url);
        await runButton(page).waitFor();
        assert.equal(await page.evaluate(() => "isClockWorse" in globalThis), true);
        /** @type {string[]} */
        const faults = [];
        const look = async (/** @type {string} */ what) => {
          for (const { where, text } of await bogus(page)) faults.push(`${what}, ${where}: ${text.slice(0, 200)}`);
        };
        for (const id of await runnableIds(page)) {
          await turnTo(page, id, SHORT[/** @type {keyof typeof SHORT} */ (id)]);
          await press(runButton(page));
          await ended(page);
          await look(id);
          const studies = page.locator("mh-study .one button");
          for (const index of Array.from({ length: await studies.count() }, (_, index) => index)) {
            await press(studies.nth(index));
            await page
              .locator("mh-study")
              .getByText(/: (Done\.|Ended with an error\.)$/)
              .waitFor();
            await look(`${id}, study ${index + 1}`);
          }
        }
        assert.deepEqual([...new Set(faults)], []);
        assert.deepEqual(errors, []);
        if (tick === 100) await tellsWhy(page);
      } finally {
        await browser.close();
        await server.close();
        await site.remove();
      }
    });
  }

  /**
   * What such a clock cannot tell the record says, with what to raise, and gives no answer.
   * @param {import('playwright-core').Page} page
   */
  async function tellsWhy(page) {
    for (const [id, params, key, raise] of /** @type {[string, object, string, string][]} */ ([
      ["pool-rows", { rows: 1000 }, "speedup", "repeats"],
      ["gil", { work: 500 }, "gil.speedup", "work"],
      ["processors", { probe_ms: 20 }, "effective", "probe_ms"],
      ["threads-vs-processes", { messages: 2 }, "threads.round_trip_us", "messages"],
    ])) {
      const { result, metrics } = await recordOf(page, id, params);
      assert.deepEqual(metrics.unmeasured?.[key], { why: "clock", tick_ms: 100, raise }, id);
      const value = key.split(".").reduce((/** @type {any} */ at, name) => at[name], result);
      assert.equal(value, null, id);
      assert.equal(metrics.answer, undefined, id);
    }
  }
});
