// The form: its main parameters, what is folded, presets known by their values, sliders, and one wording of what is wrong.

import assert from "node:assert/strict";
import { it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { openLesson } from "./lesson.mjs";
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

  it("shows the main parameters first, and the others where one of them is set", async () => {
    const { page, close } = await lesson("#gil");
    const { main, schema } = await about(page);
    const names = Object.keys(schema.properties ?? {});
    const others = names.filter((name) => !main.includes(name));
    assert.ok(main.length > 0 && others.length > 0);
    for (const name of main) assert.ok(await page.locator(`mh-form .main #${name}`).isVisible(), name);
    for (const name of others) assert.ok(!(await page.locator(`mh-form #${name}`).isVisible()), name);
    const [other] = others;
    const fallback = schema.properties?.[other]?.default;
    await page.getByText("More parameters", { exact: true }).click();
    await page.locator(`mh-form #${other}`).waitFor();
    await close();

    const value = typeof fallback === "number" ? fallback + 1 : "gil";
    const set = await lesson(`#gil?${other}=${value}`);
    await set.page.locator(`mh-form #${other}`).waitFor();
    await set.close();
  });

  it("tells what a main parameter means when it is asked", async () => {
    const { page, button, field, close } = await lesson("#gil");
    const help = button("What Threads means");
    const description = page.locator("mh-form #threads-description");
    assert.ok(!(await description.isVisible()));
    assert.ok(((await saidOf(field("Threads"), "threads-description")) ?? "").trim().length > 10);
    await help.click();
    await description.waitFor();
    assert.equal(await help.getAttribute("aria-expanded"), "true");
    await close();
  });

  it("knows a preset by its values, and has one button for one thing", async () => {
    const { page, close } = await lesson("#semaphore?permits=3&threads=8&rounds=4&hold_ms=60&pause_ms=20");
    const group = page.getByRole("group", { name: "Presets" });
    const { presets } = await about(page);
    const three = presets.find(({ name }) => name === "three of eight");
    assert.ok(three);
    const pressed = async () => group.locator("[aria-pressed=true]").allTextContents();
    const wanted = [three.title, "Defaults"];
    const [one, ...more] = (await pressed()).map((text) => text.trim());
    assert.deepEqual(more, []);
    assert.ok(wanted.includes(one), one);
    const labels = (await group.getByRole("button").allTextContents()).map((text) => text.trim());
    assert.equal(new Set(labels).size, labels.length);
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
