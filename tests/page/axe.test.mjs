// What axe-core finds wrong for those who see, hear, or point otherwise: nothing, whatever the page shows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { violationsOn } from "./axe.mjs";
import { sample } from "./browsers.mjs";
import { buttonOf as button, done, runButton, runs, turnTo } from "./lesson.mjs";
import { newPage, open } from "./site.mjs";

const catalogue = JSON.parse(readFileSync(new URL("../../www/src/generated/catalogue.json", import.meta.url), "utf8"));
const contrastOnly = { runOnly: ["color-contrast"] };
/** WCAG 2.2's, which axe-core leaves out unless it is asked. */
const targetsOnly = { runOnly: ["target-size"] };
const desk = { width: 1280, height: 720 };
const phone = { width: 360, height: 740 };
/** So high that nothing is scrolled beneath the buttons that stay in sight. */
const high = 12_000;

/**
 * Fails when axe-core finds anything, and says what and where.
 * @param {import('playwright-core').Page} page
 * @param {string} when
 * @param {import('axe-core').RunOptions} [options]
 */
async function nothingWrong(page, when, options) {
  assert.deepEqual(await violationsOn(page, options), [], when);
}

/** The same in light and in dark, which differ in their colours alone.  @param {import('playwright-core').Page} page  @param {string} when */
async function nothingWrongInAnyLight(page, when) {
  await nothingWrong(page, when);
  await page.emulateMedia({ colorScheme: "dark" });
  await nothingWrong(page, `${when}, dark`, contrastOnly);
  await page.emulateMedia({ colorScheme: "light" });
}

/** What a finger is to meet is large enough, or has room around it.  @param {import('playwright-core').Page} page  @param {string} when */
async function nothingTooSmall(page, when) {
  for (const { width } of [phone, desk]) {
    await page.setViewportSize({ width, height: high });
    await nothingWrong(page, `${when}, ${width} pixels wide`, targetsOnly);
  }
}

const ids = catalogue.map((/** @type {{id: string}} */ { id }) => id).filter(runs);
/** Among them each kind of field, of picture and of study. */
const FEW = ["pool-square", "pool-commons", "race", "actors", "pi"];

describe("axe-core", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** The page on which one lesson after the other runs.  @type {Awaited<ReturnType<typeof newPage>>} */
  let opened;
  before(async () => {
    site = await open();
    opened = await newPage(site.browser, site.url, { colorScheme: "light" });
  });
  after(() => site.close());

  for (const id of sample(ids, FEW)) {
    it(`finds nothing on ${id}, before, during and after a run`, { timeout: 120_000 }, async () => {
      const { page, errors } = opened;
      await page.setViewportSize(desk);
      await turnTo(page, id);
      await nothingWrongInAnyLight(page, "before");
      await runButton(page).click();
      await nothingWrong(page, "during");
      await done(page);
      for (const summary of await page.locator("summary").all()) await summary.click();
      await nothingWrongInAnyLight(page, "after, all unfolded");
      await page.setViewportSize(phone);
      await nothingWrong(page, "on a phone");
      await nothingTooSmall(page, "after a run");
      assert.deepEqual(errors, []);
    });
  }

  it("finds nothing in a program of which a line is pointed at, or the timeline points at one", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pool-commons`);
    await runButton(page).click();
    await done(page);
    const pins = page.locator("mh-program .row > .pin");
    for (let index = 0; index < (await pins.count()); index++) {
      await pins.nth(index).hover();
      await page.locator("mh-program .pointing").waitFor();
      await nothingWrongInAnyLight(page, `line ${index} pointed at`);
    }
    await page.locator("mh-timeline canvas").first().hover();
    await page.locator("mh-program .lit").first().waitFor();
    await nothingWrongInAnyLight(page, "what the timeline points at");
    await close();
  });

  it("finds nothing where a field has an error", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pool-square`);
    await page.getByLabel("Workers", { exact: true }).fill("1000");
    await runButton(page).click();
    await page.locator("mh-form input[aria-invalid=true]").waitFor();
    await nothingWrongInAnyLight(page, "a refused parameter");
    await close();
  });

  it("finds nothing in a study", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pool-square`);
    await button(page, "The same work, four ways").click();
    await page
      .locator("mh-study")
      .getByText(/: Done\.$/)
      .waitFor({ timeout: 60_000 });
    for (const summary of await page.locator("mh-study summary").all()) await summary.click();
    await nothingWrongInAnyLight(page, "four ways");
    await nothingTooSmall(page, "four ways");
    await close();
  });

  it("finds nothing in the dialogues", async () => {
    const { page, close } = await newPage(site.browser, site.url);
    for (const [name, shown] of [
      ["What can this browser do?", "tr"],
      ["Embed…", "textarea, pre, code"],
    ]) {
      await button(page, name).click();
      await page.locator("dialog[open]").locator(shown).first().waitFor();
      await nothingWrongInAnyLight(page, name);
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    }
    await close();
  });

  it("finds nothing in the editor, with a mistake in it", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pi`);
    await page.locator("mh-form details.more > summary").click();
    await page.getByLabel("Shader", { exact: true }).click();
    const editor = page.getByRole("textbox", { name: "Shader" });
    await editor.waitFor();
    await nothingWrongInAnyLight(page, "the built-in shader");
    await editor.click();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.insertText("fn wrong() -> u32 { return 1.5; }\n");
    await page.getByRole("list", { name: "What is wrong with the shader" }).waitFor();
    await nothingWrongInAnyLight(page, "a mistake");
    await close();
  });

  it("finds nothing in an embedded lesson", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}embed.html?lesson=race`);
    await runButton(page).click();
    await done(page);
    await nothingWrongInAnyLight(page, "embedded");
    await nothingTooSmall(page, "embedded");
    await close();
  });
});
