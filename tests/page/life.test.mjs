// The life of a run on the page: something to try is set and run by a button, a run whose parameters have changed says so, a
// slider that is let go runs again, and a lesson that one comes back to is as one left it.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { done, openLesson, runButton, turnTo } from "./lesson.mjs";
import { addressOf, siteForTests } from "./site.mjs";

const once = inOneBrowser("what is set and what is shown is the page's own to know");

describe("a run's life", { timeout: 120_000 }, () => {
  const site = siteForTests();

  /** @param {string} path */
  const lesson = (path) => openLesson(site, path);

  /** The parameters of the run that is shown.  @param {import('playwright-core').Page} page */
  const ranWith = async (page) => {
    const result = page.locator("mh-result");
    await result.waitFor({ state: "attached" });
    return result.evaluate((/** @type {HTMLElementTagNameMap["mh-result"]} */ { record }) => record.params);
  };

  /** Puts a slider to a value as a hand does: it moves, and is let go.  @param {import('playwright-core').Locator} slider @param {string} value */
  const slide = (slider, value) =>
    slider.evaluate((/** @type {HTMLInputElement} */ input, value) => {
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, value);

  once.it("begins by a button of what there is to try, which sets it and runs", async () => {
    const { page, errors, close } = await lesson("#race?threads=3");
    const lessons = page.locator(".tries li");
    const button = lessons.getByRole("button").first();
    await button.click();
    await done(page);
    const params = await ranWith(page);
    const { setting, tried } = await page
      .locator("mh-lesson")
      .evaluate((/** @type {HTMLElementTagNameMap["mh-lesson"]} */ one) => ({
        setting: one.setting,
        tried: one.lesson.tries.find(({ params }) => Object.keys(params).length > 0)?.params,
      }));
    assert.deepEqual(setting.params, tried, "over the defaults, whatever was set before");
    for (const [name, value] of Object.entries(tried ?? {})) assert.deepEqual(params[name], value, name);
    assert.match(await addressOf(page), /#race\?/);
    assert.deepEqual(errors, []);
    await close();
  });

  once.it("is marked as of other parameters once one changes, until the next run", async () => {
    const { page, field, run, close } = await lesson("#race?increments=100");
    await run();
    const stale = page.getByText("Parameters changed: run again.");
    assert.equal(await stale.count(), 0);
    await field("Threads").fill("3");
    await stale.waitFor();
    const filter = () => page.locator(".picture mh-timeline").evaluate((one) => getComputedStyle(one).filter);
    while ((await filter()) !== "grayscale(1)") await page.evaluate(() => new Promise(requestAnimationFrame));
    await run();
    assert.equal(await stale.count(), 0);
    while ((await filter()) !== "none") await page.evaluate(() => new Promise(requestAnimationFrame));
    await close();
  });

  once.it("is stopped by a button that is there while it goes", async () => {
    const { page, button, close } = await lesson("#pi?points=1000000000000&backend=serial");
    assert.equal(await button("Stop").count(), 0);
    await button("Run").click();
    await button("Stop").click();
    await page.getByText(/^Stopped after/).waitFor();
    assert.equal(await button("Stop").count(), 0);
    await close();
  });

  once.it("begins anew when a slider is let go, if the last one was short", async () => {
    const { page, run, close } = await lesson("#race?increments=100&pause=0");
    const slider = page.locator("mh-form input[type=range]").first();
    await run();
    await slide(slider, "5");
    await page.waitForFunction(() => {
      const result = /** @type {HTMLElementTagNameMap["mh-result"] | undefined} */ (window.inPage.find("mh-result"));
      return result?.record?.params.threads === 5;
    });
    await close();
  });

  once.it("never begins by a slider with a shader that an address brought", async () => {
    const { page, run, close } = await lesson("#pi?points=1000&backend=serial&shader=fn%20f()%20%7B%7D");
    await run();
    await page.locator("mh-form").evaluate((form) => {
      const { setting } = /** @type {HTMLElementTagNameMap["mh-form"]} */ (form);
      form.dispatchEvent(
        new CustomEvent("setting", { detail: { ...setting, params: { ...setting.params, points: 2000 } } }),
      );
      form.dispatchEvent(new CustomEvent("settle", { detail: setting }));
    });
    await page.getByText("Parameters changed: run again.").waitFor();
    await page.waitForTimeout(200);
    assert.equal((await ranWith(page)).points, 1000);
    await close();
  });

  once.it("is there again, with what was set, when the reader comes back to the lesson", async () => {
    const { page, run, field, errors, close } = await lesson("#race?increments=100");
    await field("Threads").fill("3");
    await run();
    await turnTo(page, "semaphore");
    await page.getByRole("navigation", { name: "Lessons" }).locator('a[href="#race"]').click();
    await page.getByText(/^Done in/).waitFor();
    const { threads, increments } = await ranWith(page);
    assert.deepEqual([threads, increments], [3, 100]);
    assert.equal(await field("Threads").inputValue(), "3");
    await runButton(page).waitFor();
    assert.deepEqual(errors, []);
    await close();
  });
});
