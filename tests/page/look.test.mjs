// What can be measured of how the page looks: it fits a phone, follows light and dark, and can be used by keyboard.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { newPage, open, transferred } from "./site.mjs";

describe("the page", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {string[]} */
  let ids;
  before(async () => {
    site = await open();
    const { page, close } = await newPage(site.browser, site.url);
    ids = await page.evaluate(async () => (await window.manyhands.lessons()).map(({ id }) => id));
    await close();
  });
  after(() => site.close());

  it("never scrolls sideways at 360 pixels, before and after a run", async () => {
    const { page } = await newPage(site.browser, site.url, { viewport: { width: 360, height: 740 } });
    const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    for (const id of ids) {
      await page.goto(`${site.url}#${id}`);
      const run = page.getByRole("button", { name: "Run", exact: true });
      await run.waitFor();
      assert.ok((await tooWide()) <= 0, `${id} before`);
      await run.click();
      await page.getByText(/^Done in|^Ended with/).waitFor({ timeout: 60_000 });
      for (const summary of await page.locator("summary").all()) await summary.click();
      // The tables are made once the folds say that they are open, which may be a moment later.
      for (const chart of await page.locator("mh-chart").all()) {
        await chart.locator("table").waitFor({ state: "attached" });
      }
      assert.ok((await tooWide()) <= 0, `${id} after`);
    }
  });

  it("follows light and dark, with enough contrast", async () => {
    const light = {};
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await newPage(site.browser, `${site.url}#pool-square`, { colorScheme });
      await page.getByRole("button", { name: "Run", exact: true }).waitFor();
      const found = await page.evaluate(() => {
        const deep = (root, selector) =>
          root.querySelector(selector) ??
          [...root.querySelectorAll("*")].map((e) => e.shadowRoot && deep(e.shadowRoot, selector)).find(Boolean);
        const rgb = (colour) =>
          colour
            .match(/[\d.]+/g)
            .slice(0, 3)
            .map(Number);
        const luminance = (colour) => {
          const [r, g, b] = rgb(colour).map((c) =>
            c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const paper = getComputedStyle(document.documentElement).backgroundColor;
        const contrast = (colour, ground = paper) => {
          const [low, high] = [luminance(colour), luminance(ground)].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        };
        const style = (selector) => getComputedStyle(deep(document, selector));
        const primary = style("button.primary");
        return {
          paper,
          luminance: luminance(paper),
          contrasts: {
            title: contrast(style(".title").color),
            aside: contrast(style(".aside").color),
            chapter: contrast(style(".chapter").color),
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
    await page.getByRole("button", { name: "Run", exact: true }).waitFor();
    const active = () =>
      page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
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
    for (const id of ["inputs", "workers", "method", "chunksize", "kind"]) assert.ok(seen.includes(id), id);
    assert.equal(seen.at(-1), "Run");
    await page.keyboard.press("Enter");
    await page.getByText(/^Done in/).waitFor({ timeout: 60_000 });
  });

  it("names every field and every button for those who do not see it", async () => {
    const { page } = await newPage(site.browser, site.url);
    for (const id of ids) {
      await page.goto(`${site.url}#${id}`);
      await page.getByRole("button", { name: "Run", exact: true }).waitFor();
      const nameless = await page.evaluate(() => {
        const all = (root) =>
          [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
        return all(document.body)
          .filter((e) => e.matches("input, select, textarea, button, a") && !e.hidden && e.ariaHidden !== "true")
          .filter((e) => !(e.labels?.length || e.ariaLabel || (e.matches("a, button") && e.textContent.trim())))
          .map((e) => e.outerHTML);
      });
      assert.deepEqual(nameless, [], id);
    }
  });

  it("says something useful without JavaScript, and when its script does not come", async () => {
    const without = await newPage(site.browser, site.url, { javaScriptEnabled: false });
    await without.page.getByText(/need JavaScript/).waitFor();
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.route("**/assets/*.js", (route) => route.abort());
    await page.goto(site.url);
    await page.getByText(/could not be\s+loaded/).waitFor({ state: "visible", timeout: 10_000 });
  });

  it("is there with at most 150 kB", async () => {
    const bytes = await transferred(site.browser, site.url);
    assert.ok(bytes > 10_000 && bytes <= 150_000, `${bytes} bytes`);
  });
});
