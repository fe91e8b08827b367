// "What can this browser do?": what it says is what the browser answers, where all is there and where it is not.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { serve } from "../../.dev/serve.mjs";
import { isolationHeaders } from "../../www/hosting/headers.mjs";
import { panel } from "./capabilities.mjs";
import { mustHaveGpu } from "./gpu.mjs";
import { coursePage, kept, launch, newPage } from "./site.mjs";

describe("What can this browser do?", () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  const names = [
    "Secure connection",
    "Cross-origin isolation",
    "WebAssembly",
    "Workers",
    "SharedArrayBuffer",
    "WebAssembly SIMD",
    "WebGPU",
    "Service worker",
    "Storage",
  ];

  it("says on an isolated page that all is there, and names the GPU's adapter", async () => {
    const site = await serve();
    const { page, errors, close } = await newPage(browser, site.url, kept);
    await page.evaluate(() => navigator.serviceWorker.ready);
    const rows = await panel(page);
    assert.deepEqual(Object.keys(rows), names);
    // A Firefox as it is when installed offers no WebGPU on Linux.
    const hasGpu = mustHaveGpu || (await page.evaluate(() => "gpu" in navigator));
    for (const [name, { isThere, text }] of Object.entries(rows)) {
      assert.equal(isThere, name !== "WebGPU" || hasGpu, `${name}: ${text}`);
    }
    assert.match(rows.WebGPU.text, hasGpu ? /Adapter: \S/ : /does not offer it.*Pi runs on threads/);
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    assert.deepEqual(errors, []);
    await close();
    await site.close();
  });

  it("says on a page that nothing isolates why, and which headers its host should send", async () => {
    const site = await serve({ isolation: false });
    const { page, close } = await newPage(browser, `${site.url}#pool-square`);
    const rows = await panel(page);
    for (const name of ["Cross-origin isolation", "SharedArrayBuffer", "Service worker"]) {
      assert.equal(rows[name].isThere, false, name);
    }
    for (const [name, value] of Object.entries(isolationHeaders)) {
      assert.ok(rows["Cross-origin isolation"].text.includes(`${name}: ${value}`), name);
    }
    assert.match(rows["Cross-origin isolation"].text, /not served with the headers/);
    await close();
    await site.close();
  });

  it("says in a frame what the page around has to do, where the lesson's own note leads to it", async () => {
    const site = await serve({ isolation: false });
    const course = await coursePage(
      `<iframe src="${site.url}embed.html?lesson=race" width="900" height="900"></iframe>`,
    );
    const { page, close } = await newPage(browser, course.url);
    const rows = await panel(page.frameLocator("iframe"));
    assert.match(rows["Cross-origin isolation"].text, /page around .*allow="cross-origin-isolated"/s);
    await close();
    course.close();
    await site.close();
  });
});
