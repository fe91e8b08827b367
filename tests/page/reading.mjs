// Reading a page: what Playwright may give as null is missed at once here, so that a test says what was not there.

import assert from "node:assert/strict";

/** @typedef {import('playwright-core').Locator} Locator */

/** @param {Locator} locator */
export async function textOf(locator) {
  const text = await locator.textContent();
  assert.ok(text !== null, `${locator} has text`);
  return text;
}

/** The texts of so many, once they are drawn: what a run printed may come a frame after its end.  @param {Locator} locator @param {number} count */
export async function linesOf(locator, count) {
  await locator.nth(count - 1).waitFor({ state: "attached" });
  return locator.allTextContents();
}

/** @param {Locator} locator @param {string} name */
export async function attributeOf(locator, name) {
  const value = await locator.getAttribute(name);
  assert.ok(value !== null, `${locator} has ${name}`);
  return value;
}

/** @param {Locator} locator */
export async function boxOf(locator) {
  const box = await locator.boundingBox();
  assert.ok(box, `${locator} has a place in the page`);
  return box;
}

/** The label of what is chosen.  @param {Locator} select */
export const chosenIn = (select) =>
  select.evaluate((/** @type {HTMLSelectElement} */ element) => element.selectedOptions[0].textContent);

/** @param {Locator} locator */
export const hasFocus = (locator) => locator.evaluate((element) => window.inPage.focused() === element);

/** What is said of a field, in the element of its tree with this id.  @param {Locator} field @param {string} id */
export const saidOf = (field, id) => field.evaluate((element, id) => window.inPage.textOf(element, id), id);

/** The texts of all cells, row by row.  @param {Locator} rows */
export const textsOf = (rows) =>
  rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")));

/** The timeline as a table, which is drawn once it is asked for.  @param {import('playwright-core').Page} page */
export async function timelineRows(page) {
  await page.getByText("The timeline as a table").click();
  const rows = page.locator("mh-timeline-table tbody tr");
  await rows.first().waitFor();
  return textsOf(rows);
}

/** How many pixels wider than the window the page is, if it is.  @param {import('playwright-core').Page} page */
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** What became of markup in a link: how many images there are, and whether a script of it set `hit`.  @param {import('playwright-core').Page} page */
export const markupIn = (page) =>
  page.evaluate(() => ({
    images: window.inPage.elements().filter(({ localName }) => localName === "img").length,
    hit: "hit" in window,
  }));

/** What is set of the lesson that the page shows.  @param {import('playwright-core').Page} page @returns {Promise<{id: string, setting: ShownSetting}>} */
export const settingOf = (page) =>
  page.locator("mh-lesson").evaluate((/** @type {HTMLElementTagNameMap["mh-lesson"]} */ { lesson, setting }) => ({
    id: lesson.id,
    setting: JSON.parse(JSON.stringify({ preset: setting.preset, params: setting.params, predict: setting.predict })),
  }));
