// The peers of the web: npm workerpool and comlink, postMessage and Atomics, Math.random, in a page of the browser that
// runs ours.

import { readFileSync } from "node:fs";
import { fromRoot } from "../../.dev/lib/paths.mjs";
import { peersPage } from "./page.mjs";

/**
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<import("../lib/doors.mjs").Door>}
 */
export async function javascript(browser) {
  const versions = ["workerpool", "comlink"].map((name) => `${name} ${versionOf(name)}`);
  return { name: "JavaScript", version: versions.join(", "), ...(await peersPage(browser, "javascript")) };
}

const versionOf = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(fromRoot("node_modules", name, "package.json"), "utf8")).version;
