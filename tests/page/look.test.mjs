// What can be measured of how the page looks: it fits a phone, follows light and dark, and can be used by keyboard.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { done, ended, lessonIds, QUICK, runButton, turnTo } from "./lesson.mjs";
import { tooWide } from "./reading.mjs";
import { newPage, open, transferred } from "./site.mjs";

const once = inOneBrowser("the names stand in the page's own elements");

describe("the page", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {string[]} */
  let ids;
  before(async () => {
    site = await open();
    const { page, close } = await newPage(site.browser, site.url);
    ids = await lessonIds(page);
    await close();
  });
  after(() => site.close());

  it("never scrolls sideways at 360 pixels, before and after a run", async () => {
    const { page } = await newPage(site.browser, site.url, { viewport: { width: 360, height: 740 } });
    for (const id of ids) {
      await turnTo(page, id, QUICK[id]);
      assert.ok((await tooWide(page)) <= 0, `${id} before`);
      await runButton(page).click();
      await ended(page);
      for (const summary of await page.locator("summary").all()) await summary.click();
      // The tables are made once the folds say that they are open, which may be a moment later.
      for (const chart of await page.locator("mh-chart").all()) {
        await chart.locator("table").waitFor({ state: "attached" });
      }
      assert.ok((await tooWide(page)) <= 0, `${id} after`);
    }
  });

  it("follows light and dark, with enough contrast", async () => {
    /** @type {Record<string, number>} */
    const light = {};
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { page, close } = await newPage(site.browser, `${site.url}#pool-square`, { colorScheme });
      await runButton(page).waitFor();
      const found = await page.evaluate(() => {
        const { contrast, find, luminance } = window.inPage;
        const paper = getComputedStyle(document.documentElement).backgroundColor;
        const style = (/** @type {string} */ selector) => {
          const element = find(selector);
          if (!element) throw new Error(`no ${selector} in the page`);
          return getComputedStyle(element);
        };
        const primary = style("button.primary");
        return {
          luminance: luminance(paper),
          contrasts: {
            title: contrast(style(".title").color, paper),
            aside: contrast(style(".aside").color, paper),
            chapter: contrast(style(".chapter").color, paper),
            run: contrast(primary.color, primary.backgroundColor),
          },
        };
      });
      for (const [what, contrast] of Object.entries(found.contrasts)) {
        assert.ok(contrast >= 4.5, `${what}, ${colorScheme}: ${contrast.toFixed(2)}`);
      }
      light[colorScheme] = found.luminance;
      await close();
    }
    assert.ok(light.light > 0.8 && light.dark < 0.1);
  });

  it("can be used by keyboard alone, and shows where one is", async () => {
    const { page } = await newPage(site.browser, `${site.url}#pool-square`);
    await runButton(page).waitFor();
    const active = () =>
      page.evaluate(() => {
        const element = window.inPage.focused();
        const { outlineStyle } = getComputedStyle(element);
        return { name: element.textContent?.trim() ?? "", tag: element.localName, id: element.id, outlineStyle };
      });
    const seen = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const { name, tag, id, outlineStyle } = await active();
      seen.push(id || name);
      if (tag !== "body") assert.notEqual(outlineStyle, "none", `${tag} ${id || name} shows its focus`);
      if (name === "Run") break;
    }
    for (const id of ["workers", "method", "task_ms", "kind"]) assert.ok(seen.includes(id), id);
    assert.equal(seen.at(-1), "Run");
    await page.keyboard.press("Enter");
    await done(page);
  });

  once.it("names every field and every button for those who do not see it", async () => {
    const { page } = await newPage(site.browser, site.url);
    for (const id of ids) {
      await turnTo(page, id);
      const nameless = await page.evaluate(() => {
        const fields = /** @type {(HTMLElement & {labels?: NodeList})[]} */ (
          window.inPage.elements().filter((one) => one.matches("input, select, textarea, button, a"))
        );
        return fields
          .filter((e) => !e.hidden && e.ariaHidden !== "true")
          .filter((e) => !(e.labels?.length || e.ariaLabel || (e.matches("a, button") && e.textContent?.trim())))
          .map((e) => e.outerHTML);
      });
      assert.deepEqual(nameless, [], id);
    }
  });

  it("says something useful without JavaScript, and when its script does not come", async () => {
    const without = await newPage(site.browser, site.url, { javaScriptEnabled: false });
    await without.page.getByText(/need JavaScript/).waitFor();
    const { page } = await newPage(site.browser, site.url, {
      before: (page) => page.route("**/assets/*.js", (route) => route.abort()),
    });
    await page.getByText(/could not be\s+loaded/).waitFor({ state: "visible", timeout: 10_000 });
  });

  it("is there with at most 150 kB", async () => {
    const bytes = await transferred(site.browser, site.url);
    assert.ok(bytes > 10_000 && bytes <= 150_000, `${bytes} bytes`);
  });
});
