// The panel "What can this browser do?", as tests read it.

import assert from "node:assert/strict";
import { textsOf } from "./reading.mjs";
import { clickIn } from "./site.mjs";

/**
 * Opens the panel and reads it: what each row answers, and its text.
 * @param {import('playwright-core').Page | import('playwright-core').FrameLocator} scope
 * @returns {Promise<Record<string, {isThere: boolean, text: string}>>}
 */
export async function panel(scope) {
  await clickIn(scope.getByRole("button", { name: "What can this browser do?" }).first());
  const dialog = scope.locator("dialog[open]");
  await dialog.locator("tr").first().waitFor();
  // By their tags: Firefox's process of a page ends when roles are looked for within roles here.
  /** @type {Record<string, {isThere: boolean, text: string}>} */
  const rows = {};
  for (const [name, answer, text] of await textsOf(dialog.locator("tr"))) {
    assert.match(answer, /^(✓ yes|✗ no)$/);
    rows[name] = { isThere: answer === "✓ yes", text };
  }
  return rows;
}

/** What no sentence for a reader holds: a browser's own words for an error. */
export const RAW = /\b\w*Error\b|JsValue|undefined|is not defined|Cannot read|\[object/;
