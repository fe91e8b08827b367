// Runs lessons with their defaults in Chromium, by the page's own engine.

import { pathToFileURL } from "node:url";
import { fromRoot } from "../lib/paths.mjs";
import { serve } from "../serve/server.mjs";
import { findBrowsers } from "../setup/browsers.mjs";

/** @typedef {import("./file.mjs").Recording} Recording */

/**
 * A page that runs lessons.
 * @param {(runner: {ids: string[], run: (id: string) => Promise<Recording>}) => Promise<void>} use
 */
export async function inChromium(use) {
  process.env.CHROME_BIN = findBrowsers(["chrome"]).chrome;
  /** @type {(options: {name: string, gpu: boolean}) => Promise<import("playwright-core").Browser>} */
  const launch = (await import(pathToFileURL(fromRoot("tests", "page", "site.mjs")).href)).launch;
  const server = await serve();
  // Without a GPU in software, which no reader has.
  const browser = await launch({ name: "chromium", gpu: false });
  try {
    // What a service worker fetches meanwhile would take the processors' time.
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(`${server.url}embed.html`);
    await page.waitForFunction(() => "manyhands" in window);
    const ids = await page.evaluate(async () => {
      const { manyhands } = /** @type {any} */ (window);
      // The engine is loaded, and its workers have been started once.
      await manyhands.run("pool-square");
      const all = (await manyhands.lessons()).map((/** @type {{id: string}} */ { id }) => id);
      // What is shown of a reader's own program runs when a reader presses Run, and never before.
      const schemas = await Promise.all(all.map((/** @type {string} */ id) => manyhands.schema(id)));
      return all.filter((/** @type {string} */ _, /** @type {number} */ index) => !schemas[index].properties.program);
    });
    const [version = ""] = browser.version().split(".");
    await use({
      ids,
      run: async (id) => {
        const { listing, events, record } = await page.evaluate(inPage, id);
        return {
          lesson: id,
          browser: "Chromium",
          version,
          recorded: new Date().toISOString().slice(0, 10),
          processors: record.environment.logical_processors,
          params: record.params,
          listing,
          events,
          record: { ...record, artifacts: [] },
        };
      },
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @param {string} id @returns {Promise<Pick<Recording, "listing" | "events" | "record">>} */
async function inPage(id) {
  const { manyhands } = /** @type {any} */ (window);
  /** @type {Recording["events"]} */
  const events = [];
  const { source } = await manyhands.listing(id);
  const record = await manyhands.run(
    id,
    {},
    { onEvent: (/** @type {Recording["events"][0]} */ event) => events.push(event) },
  );
  return { listing: source, events, record };
}
