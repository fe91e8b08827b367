// Google's Lighthouse, which judges a page as a slow phone has it, in the system's Chromium.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npmTool } from "../../.dev/setup/npm-tool.mjs";
import { pinned } from "../../.dev/versions.mjs";
import { chromiumPath, flags } from "../../tests/page/site.mjs";
import { Absent, tryAgain } from "../lib/absent.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];

/**
 * The scores of a page, of 100, by category, one of each round. A round that Lighthouse itself calls failed is tried again.
 * @param {string} url
 * @param {number} rounds of which the middle counts: it slows the processor down four times, and with it whatever else runs there
 * @returns {Promise<{[category: string]: number[]}>}
 */
export async function lighthouse(url, rounds) {
  const tool = await npmTool("lighthouse", pinned.lighthouse);
  if ("missing" in tool) throw new Absent(tool.missing);
  const load = (/** @type {string[]} */ ...path) =>
    import(pathToFileURL(join(tool.folder, "node_modules", ...path)).href);
  const { launch } = await load("chrome-launcher", "dist", "index.js");
  const { default: judge } = await load("lighthouse", "core", "index.js");
  /** @type {{[category: string]: number[]}} */
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const lhr = await tryAgain(() => judged(url, launch, judge));
    for (const name of CATEGORIES) scores[name]?.push(Math.round(100 * lhr.categories[name].score));
  }
  return scores;
}

/** One report, in a browser of its own, which has kept nothing of the site. @param {string} url @param {any} launch @param {any} judge */
async function judged(url, launch, judge) {
  const chrome = await launch({ chromePath: chromiumPath, chromeFlags: ["--headless=new", ...flags] });
  try {
    const { lhr } = await judge(url, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" });
    if (lhr.runtimeError) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    await chrome.kill();
  }
}
