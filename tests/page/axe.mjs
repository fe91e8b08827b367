// axe-core in a page: what it finds wrong for those who see, hear, or point otherwise.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Each rule that the page as it stands violates, and where, the first three places of each.
 * @param {import('playwright-core').Page} page
 * @param {import('axe-core').RunOptions} [options]
 * @returns {Promise<{id: string, help: string, at: string[]}[]>}
 */
export async function violationsOn(page, options = {}) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (given) => {
    const { axe } = /** @type {{axe: typeof import('axe-core')} & Window} */ (/** @type {unknown} */ (window));
    const { violations } = await axe.run(document, given);
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.flat().join(" ")}: ${failureSummary}`),
    }));
  }, options);
}
