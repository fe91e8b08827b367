// A browser that lacks something that lessons use, or offers it and then does not give it. What runs, what the panel says
// and what a run says agree; what is missing has a name and a mend; and no browser's own words stand in a sentence.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inWorkers, openAltered } from "./altered.mjs";
import { browserName } from "./browsers.mjs";
import { panel, RAW } from "./capabilities.mjs";
import { openLesson, runButton } from "./lesson.mjs";
import { chosenIn, textOf } from "./reading.mjs";
import { errorOf, newPage, open, recordOf } from "./site.mjs";

const MENDS = { chromium: /extension/, firefox: /about:config.*javascript\.options\.wasm/ };

/** @param {import('playwright-core').Page} page @param {string[]} errors */
async function saysNoWebAssembly(page, errors) {
  const error = await errorOf(page, "pool-square", { inputs: [1, 2, 3] });
  assert.equal(error.kind, "unsupported");
  assert.match(error.message, /WebAssembly is switched off/);
  assert.match(error.message, MENDS[/** @type {keyof typeof MENDS} */ (browserName)]);
  assert.doesNotMatch(error.message, RAW);
  await runButton(page).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await textOf(alert), /WebAssembly is switched off/);
  assert.equal(await page.getByRole("button", { name: /instead$/ }).count(), 0);
  const rows = await panel(page);
  assert.equal(rows.WebAssembly.isThere, false);
  assert.match(rows.WebAssembly.text, MENDS[/** @type {keyof typeof MENDS} */ (browserName)]);
  assert.equal(rows.SharedArrayBuffer.isThere, false);
  assert.equal(rows["Secure connection"].isThere, true);
  for (const [name, { text }] of Object.entries(rows)) assert.doesNotMatch(text, RAW, name);
  assert.deepEqual(errors, []);
}

describe("without WebAssembly", { timeout: 120_000 }, () => {
  it("says so by name, with the way to switch it on, and asks for all else", async (t) => {
    const { browser, url } = await openAltered(t, "delete globalThis.WebAssembly;\n");
    const { page, errors } = await newPage(browser, `${url}#pi`);
    await runButton(page).waitFor();
    await saysNoWebAssembly(page, errors);
  });

  const { it: inFirefox } = browserName === "firefox" ? { it } : { it: it.skip };
  inFirefox("says so where Firefox's own setting switches it off", async (t) => {
    const site = await open({ preferences: { "javascript.options.wasm": false } });
    t.after(() => site.close());
    const { page, errors } = await newPage(site.browser, `${site.url}#pi`);
    await runButton(page).waitFor();
    await saysNoWebAssembly(page, errors);
  });
});

/** A memory that a browser does not give, though it says that it can.  @param {string} which */
const refusing = (which) =>
  inWorkers(`
    const Memory = WebAssembly.Memory;
    WebAssembly.Memory = function (given) {
      if (given?.shared && ${which}) throw new RangeError("could not allocate memory");
      return new Memory(given);
    };
    WebAssembly.Memory.prototype = Memory.prototype;
  `);

describe("with a shared memory that is refused", { timeout: 120_000 }, () => {
  for (const [what, which] of [
    ["any at all", "true"],
    ["as much as the engine asks for", "given.maximum > 100"],
  ]) {
    it(`runs in the build without it: ${what}`, async (t) => {
      const site = await openAltered(t, refusing(which));
      const { page, errors, field, run: press } = await openLesson(site, "#pool-square?inputs=[1,2,3]");
      assert.equal(await page.evaluate(() => crossOriginIsolated), true);
      await press();
      await page.getByText(/^Done in/).waitFor();
      const record = await recordOf(page, "pool-square", { inputs: [1, 2, 3] });
      assert.deepEqual(record.result.values, [1, 4, 9]);
      assert.deepEqual([record.environment.threads, record.params.kind], ["isolated", "processes"]);
      assert.equal(await chosenIn(field("Kind of workers")), "processes");
      await page.getByText(/This page has no shared memory: this browser would not give it/).waitFor();
      const error = await errorOf(page, "pool-square", { kind: "threads" });
      assert.equal(error.kind, "unsupported");
      assert.match(error.message, /would not make one/);
      assert.doesNotMatch(error.message, /headers/);
      const rows = await panel(page);
      assert.equal(rows.SharedArrayBuffer.isThere, false);
      assert.match(rows.SharedArrayBuffer.text, /would not give it/);
      assert.deepEqual(errors, []);
    });
  }
});

describe("without workers", { timeout: 120_000 }, () => {
  for (const [what, script] of [
    ["where there are none", "if (globalThis.document) delete globalThis.Worker;\n"],
    [
      "where none may be made",
      'if (globalThis.document) globalThis.Worker = class { constructor() { throw new Error("blocked by policy"); } };\n',
    ],
  ]) {
    it(`says so in words ${what}`, async (t) => {
      const { browser, url } = await openAltered(t, script);
      const { page, errors } = await newPage(browser, `${url}#pi?backend=webgpu`);
      await runButton(page).click();
      const alert = page.getByRole("alert");
      await alert.waitFor();
      assert.match(await textOf(alert.locator("p").first()), /start (no|a) worker/);
      assert.doesNotMatch(await textOf(alert.locator("p").first()), /blocked by policy|is not defined/);
      assert.equal(await page.getByRole("button", { name: /instead$/ }).count(), 0);
      assert.equal((await errorOf(page, "pi")).kind, "unsupported");
      const rows = await panel(page);
      assert.equal(rows.Workers.isThere, false);
      assert.equal(rows.WebAssembly.isThere, true);
      assert.deepEqual(errors, []);
    });
  }
});

it("an error that nobody foresaw has a sentence, and the browser's words behind Details", {
  timeout: 60_000,
}, async (t) => {
  const { browser, url } = await openAltered(
    t,
    inWorkers(
      'WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => { throw new TypeError("x is not a function"); };',
    ),
  );
  const { page } = await newPage(browser, `${url}#pool-square`);
  await runButton(page).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.equal((await textOf(alert.locator("p").first())).trim(), "The engine could not be loaded.");
  assert.match(await textOf(alert.locator("details")), /x is not a function/);
});

describe("a page that may keep less than others", { timeout: 120_000 }, () => {
  it("tells what of storage and service worker is there, each by itself", async (t) => {
    const { browser, url } = await openAltered(
      t,
      'if (globalThis.document) { Object.defineProperty(navigator, "storage", { value: undefined }); navigator.serviceWorker.getRegistration = () => Promise.reject(new Error("SecurityError: no")); }\n',
    );
    const { page } = await newPage(browser, url);
    await runButton(page).waitFor();
    const rows = await panel(page);
    assert.equal(rows.Storage.isThere, true, rows.Storage.text);
    assert.doesNotMatch(rows.Storage.text, RAW);
    assert.equal(rows["Service worker"].isThere, false);
    assert.match(rows["Service worker"].text, /^The browser refuses it\..*site data/s);
  });
});
