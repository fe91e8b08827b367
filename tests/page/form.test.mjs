// The form: its main parameters, what is folded, presets known by their values, sliders, and one wording of what is wrong.

import assert from "node:assert/strict";
import { it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { openLesson, turnTo } from "./lesson.mjs";
import { saidOf, textOf } from "./reading.mjs";
import { siteForTests } from "./site.mjs";

const once = inOneBrowser("the form comes from the schema alone");

once.describe("the form of a lesson", () => {
  const site = siteForTests();
  const lesson = (/** @type {string} */ fragment) => openLesson(site, fragment);

  /** What a lesson's text says of itself.  @param {import('playwright-core').Page} page */
  const about = (page) =>
    page.evaluate(() => {
      const shown = /** @type {HTMLElementTagNameMap["mh-lesson"]} */ (window.inPage.find("mh-lesson"));
      const { main, presets, schema } = shown.lesson;
      return { main, presets, schema };
    });

  /** Two of the lesson's parameters are its main ones, whichever the lesson itself takes for those.  @param {import('playwright-core').Page} page */
  const withMain = (page) =>
    page.evaluate(() => {
      // Where the form has it from, which gives it the same again whenever it is drawn anew.
      const shown = /** @type {HTMLElementTagNameMap["mh-lesson"]} */ (window.inPage.find("mh-lesson"));
      shown.lesson = { ...shown.lesson, main: ["threads", "work"] };
    });

  it("shows the main parameters first, and the others where one of them is set or wrong", async () => {
    const { page, field, close } = await lesson("#gil");
    await withMain(page);
    await page.locator("mh-form .main #work").waitFor();
    assert.ok(!(await field("Switch interval").isVisible()));
    await page.getByText("More parameters", { exact: true }).click();
    await field("Switch interval").fill("0");
    assert.match(
      (await saidOf(field("Switch interval"), "switch_interval_ms-message")) ?? "",
      /^Switch interval must be/,
    );
    await close();

    const set = await lesson("#gil?switch_interval_ms=7");
    await withMain(set.page);
    await set.field("Switch interval").waitFor();
    assert.ok(await set.field("Switch interval").isVisible());
    await set.close();
  });

  it("tells what a main parameter means when it is asked", async () => {
    const { page, button, field, close } = await lesson("#gil");
    await withMain(page);
    const help = button("What Threads means");
    await help.waitFor();
    const description = page.locator("mh-form #threads-description");
    assert.ok(!(await description.isVisible()));
    assert.ok(((await saidOf(field("Threads"), "threads-description")) ?? "").trim().length > 10);
    await help.click();
    await description.waitFor();
    assert.equal(await help.getAttribute("aria-expanded"), "true");
    await close();
  });

  it("knows a preset by its values, and has one button for one thing", async () => {
    const { page, close } = await lesson("#actors");
    const group = page.getByRole("group", { name: "Presets" });
    const textsOf = async (/** @type {import('playwright-core').Locator} */ buttons) =>
      (await buttons.allTextContents()).map((text) => text.trim());
    const pressed = group.locator("[aria-pressed=true]");
    assert.deepEqual(await textsOf(pressed), ["Defaults"]);
    const labels = await textsOf(group.getByRole("button"));
    assert.equal(new Set(labels).size, labels.length);
    const { presets } = await about(page);
    const ring = presets.find(({ name }) => name === "ring");
    assert.ok(ring);
    await turnTo(page, "actors", ring.params);
    assert.deepEqual(await textsOf(pressed), [ring.title]);
    await close();
  });

  it("words what is wrong as it does for a link", async () => {
    const { page, field, close } = await lesson("#gil?threads=abc");
    const alert = await textOf(page.getByRole("alert"));
    await field("Threads").fill("99");
    const said = await saidOf(field("Threads"), "threads-message");
    assert.equal(said, "Threads must be a whole number from 1 to 64.");
    assert.equal(alert, "Threads must be a whole number from 1 to 64, not “abc”. It keeps its default.");
    await close();
  });

  it("names the row and the column of what is wrong in a table", async () => {
    const { page, close } = await lesson("#generators");
    await page.getByLabel("Steps, row 2", { exact: true }).fill("-1");
    await page
      .locator("mh-form tr > .message, mh-form .message")
      .getByText(/^Steps, row 2 must be a whole number/)
      .waitFor();
    await close();
  });

  it("says when a slider is let go, and not while it moves", async () => {
    const { page, close } = await lesson("#gil");
    const settled = await page.evaluate(async () => {
      const form = window.inPage.find("mh-form");
      const slider = /** @type {HTMLInputElement} */ (form?.shadowRoot?.querySelector("input[type=range]"));
      let count = 0;
      form?.parentNode?.addEventListener("settle", () => {
        count += 1;
      });
      slider.value = "3";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      const during = count;
      slider.dispatchEvent(new Event("change", { bubbles: true }));
      return [during, count];
    });
    assert.deepEqual(settled, [0, 1]);
    await close();
  });
});
