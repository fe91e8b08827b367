// shaders/pi.wgsl in a page written by hand, in the browser that runs ours.

import { peersPage } from "./page.mjs";

/**
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<import("../lib/doors.mjs").Door>}
 */
export async function webgpu(browser) {
  const page = await peersPage(browser, "webgpu");
  return { name: "page by hand", version: await page.run("adapter", {}), ...page };
}
