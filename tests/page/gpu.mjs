// Tests that want a GPU: which browser must have one, and which test is skipped where it may be missing.

import assert from "node:assert/strict";
import { browserName } from "./browsers.mjs";
import { run } from "./site.mjs";

/** Chromium is started with SwiftShader, a GPU in software, so it has one on every machine. */
export const mustHaveGpu = browserName === "chromium";

/**
 * Why a test has to be skipped that wants a GPU: none is to be had here. Any other trouble fails, and so does a missing
 * GPU where there must be one.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string | undefined>}
 */
export async function whyNoGpu(page) {
  const { error } = await run(page, "pi", { backend: "webgpu", points: 1 });
  if (!error) return undefined;
  const what = `${error.kind}: ${error.message}`;
  assert.ok(error.kind === "unsupported" && !mustHaveGpu, what);
  return what;
}
