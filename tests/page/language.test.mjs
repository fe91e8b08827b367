// The page in another language: what it speaks, who says so, and that nothing of it is left in English.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { DOMParser } from "@xmldom/xmldom";
import { inOneBrowser } from "./browsers.mjs";
import { buttonOf, runs as isRunnable, QUICK, queryOf, resultOf, runButton } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { coursePage, inTurn, newPage, open, recordOf } from "./site.mjs";

const once = inOneBrowser("the words come from the page's own message files");

/**
 * The translated messages of a file, by what they translate: those without a place for a value; and by their id, of those
 * with one, the words before it.
 * @param {string} language
 */
async function messages(language) {
  const file = new URL(`../../www/messages/${language}.xlf`, import.meta.url);
  const units = new DOMParser()
    .parseFromString(await readFile(file, "utf8"), "text/xml")
    .getElementsByTagName("trans-unit");
  /** @type {Map<string, string>} */
  const plain = new Map();
  /** @type {Map<string, string>} */
  const beginnings = new Map();
  for (const unit of Array.from(units)) {
    const [source] = Array.from(unit.getElementsByTagName("source"));
    const [target] = Array.from(unit.getElementsByTagName("target"));
    if (!target) continue;
    if (source.getElementsByTagName("x").length === 0) plain.set(source.textContent ?? "", target.textContent ?? "");
    else beginnings.set(unit.getAttribute("id") ?? "", target.firstChild?.nodeValue ?? "");
  }
  return { plain, beginnings };
}

/**
 * All that stands in the page to be read or heard, shadow trees included, a text each. Programs, printed lines, and the result,
 * whose names are the engine's, are not.
 */
const allTexts = () => {
  /** @type {Set<string>} */
  const texts = new Set();
  const add = (/** @type {string | null} */ text) => text?.trim() && texts.add(text.trim().replace(/\s+/g, " "));
  const walk = (/** @type {Node} */ node) => {
    for (const child of node.childNodes) {
      if (child instanceof Text) add(child.data);
      if (!(child instanceof Element)) continue;
      if (["style", "script", "pre", "code", "textarea", "mh-result"].includes(child.localName)) continue;
      if (child.role === "log" || child.getAttribute("contenteditable") === "true") continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) add(child.getAttribute(name));
      walk(child);
      if (child.shadowRoot) walk(child.shadowRoot);
    }
  };
  walk(document.body);
  return [...texts];
};

describe("the page in Spanish", { timeout: 300_000 }, () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof messages>>} */
  let spanish;
  /** @param {string} english */
  const said = (english) => {
    const found = spanish.plain.get(english);
    assert.ok(found, `there is a translation of “${english}”`);
    return found;
  };
  /** What the status says of a run that is over. */
  const done = () => {
    const words = spanish.beginnings.get("run-done");
    assert.ok(words, "a run that is over is told with words before its time");
    return new RegExp(`^${words}[0-9]`);
  };
  before(async () => {
    [site, spanish] = await Promise.all([open(), messages("es")]);
  });
  after(() => site.close());

  /** @param {string} path @param {import('playwright-core').BrowserContextOptions} [options] */
  const visit = async (path, options = { locale: "es-MX" }) => {
    const opened = await newPage(site.browser, `${site.url}${path}`, options);
    const runs = buttonOf(opened.page, said("Run"));
    return { ...opened, runs };
  };
  const languageOf = (/** @type {import('playwright-core').Page} */ page) =>
    page.evaluate(() => document.documentElement.lang);

  it("is what a browser gets that is set to Spanish, wherever it is spoken", async () => {
    const { page, runs, close } = await visit("#pool-square?inputs=[1000,20000]");
    await runs.waitFor();
    assert.equal(await languageOf(page), "es");
    await page.getByRole("heading", { level: 1, name: said("A pool of workers"), exact: true }).waitFor();
    await runs.click();
    await page.getByText(done()).waitFor({ timeout: 60_000 });
    // As Spanish groups them.
    assert.equal(await textOf(resultOf(page, "values")), "1.000.000, 400.000.000");
    await close();
  });

  it("is chosen by its own name, stays chosen, and leaves what was set as it was", async () => {
    const { page, runs, close } = await visit("#race?threads=3", { locale: "en-GB" });
    const choice = page.getByRole("combobox", { name: "Language" });
    assert.deepEqual(await choice.getByRole("option").allTextContents(), ["English", "español"]);
    await choice.selectOption("español");
    await runs.waitFor();
    assert.equal(await languageOf(page), "es");
    assert.equal(await page.getByLabel(said("Threads"), { exact: true }).inputValue(), "3");
    await page.goto(`${site.url}#queue`);
    await page.reload();
    await runs.waitFor();
    await page.getByRole("combobox", { name: said("Language") }).selectOption("English");
    await runButton(page).waitFor();
    assert.equal(await languageOf(page), "en");
    await close();
  });

  it("is asked for by an address, which goes before what the browser says", async () => {
    for (const path of ["?lang=es#race?threads=3", "embed.html?lesson=race&threads=3&lang=es"]) {
      const { page, runs, close } = await visit(path, { locale: "en-GB" });
      await runs.waitFor();
      assert.equal(await languageOf(page), "es", path);
      assert.equal(await page.getByLabel(said("Threads"), { exact: true }).inputValue(), "3");
      assert.equal(await page.getByRole("alert").count(), 0, "lang is no parameter");
      await close();
    }
    const { page, close } = await newPage(site.browser, `${site.url}?lang=en#race`, { locale: "es-ES" });
    await runButton(page).waitFor();
    await close();
  });

  it("gives way to English where the language is not known, or its words cannot be fetched", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}?lang=tlh#race`, { locale: "fr-FR" });
    await runButton(page).waitFor();
    assert.equal(await languageOf(page), "en");
    await page.route(/\/assets\/es-[^/]*\.js/, (route) => route.abort());
    await page.goto(`${site.url}?lang=es#queue`);
    await runButton(page).waitFor();
    assert.equal(await languageOf(page), "en");
    assert.equal((await recordOf(page, "pool-square", { inputs: [2] })).result.values[0], 4);
    await close();
  });

  it("is that of the page around the element, and is written into what is embedded", async () => {
    const element = `<script type="module" src="${site.url}many-hands.js"></script><many-hands lang="es" lesson="race"></many-hands>`;
    const course = await coursePage(element);
    const { page, close } = await newPage(site.browser, course.url, { locale: "en-GB" });
    await buttonOf(page.frameLocator("iframe"), said("Run")).waitFor();
    await inTurn([close, async () => course.close()]);

    const { page: own, runs, close: closeOwn } = await visit("#race");
    await runs.waitFor();
    await buttonOf(own, said("Embed…")).click();
    await own.getByRole("dialog").getByRole("textbox").last().waitFor();
    const snippets = await own
      .getByRole("dialog")
      .getByRole("textbox")
      .evaluateAll((/** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ all) => all.map(({ value }) => value));
    assert.match(snippets[0], /embed\.html\?lesson=race&amp;lang=es"/);
    assert.match(snippets[1], /<many-hands lesson="race" lang="es">/);
    await closeOwn();
  });

  once.it("leaves nothing in English that is translated, on any lesson, after a run and unfolded", async () => {
    const { page, runs, close } = await visit("");
    await runs.waitFor();
    const lessons = await page.evaluate(async () => {
      const all = await window.manyhands.lessons();
      return Promise.all(all.map(async (each) => ({ ...each, schema: await window.manyhands.schema(each.id) })));
    });
    // A word may be the same in both; and what the engine says, which is not translated, may be a word of the page.
    const translations = new Set(spanish.plain.values());
    const english = new Set([...spanish.plain.keys()].filter((source) => !translations.has(source)));
    /** @type {string[]} */
    const left = [];
    const ids = lessons.map(({ id }) => id);
    for (const { id, presets, schema } of lessons) {
      // Lessons, values and presets have names, which are written as they are.
      if (!isRunnable(id)) continue;
      const names = new Set([...ids, ...presets.map(({ name }) => name)]);
      JSON.stringify(schema, (key, value) => {
        if (key === "enum") for (const name of value) names.add(name);
        if (key === "const") names.add(value);
        return value;
      });
      await page.goto(`${site.url}#${id}?${queryOf(QUICK[id] ?? {})}`);
      await page.getByRole("navigation").locator(`[aria-current][href="#${id}"]`).waitFor({ state: "attached" });
      await runs.click();
      await page.getByText(done()).waitFor({ timeout: 60_000 });
      for (const summary of await page.locator("summary").all()) await summary.click();
      const texts = (await page.evaluate(allTexts)).filter((text) => english.has(text) && !names.has(text));
      left.push(...texts.map((text) => `${id}: ${text}`));
    }
    assert.deepEqual(left, []);
    await close();
  });
});
