// Pi on a GPU that is not there, that gets lost, or that is kept busy for ever: each ends in an error by name, the page
// offers threads, and the next run works. A browser of its own each, because what happens to its GPU stays.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { browserName, inOneBrowser } from "./browsers.mjs";
import { whyNoGpu } from "./gpu.mjs";
import { buttonOf, done, resultOf, runButton } from "./lesson.mjs";
import { chosenIn, textOf } from "./reading.mjs";
import { errorOf, newPage, open, recordOf, run } from "./site.mjs";

const SHADER = readFileSync(new URL("../../shaders/pi.wgsl", import.meta.url), "utf8");

const inChromium = inOneBrowser("only Chromium's driver can end the process of its GPU");

/** @param {import('playwright-core').Page} page */
async function runsOnTheGpu(page) {
  // Few points: in software, a shader that goes on for ever leaves the next one little of the processor.
  const record = await recordOf(page, "pi", { backend: "webgpu", points: 1000 });
  assert.deepEqual([record.result.backend, record.result.inside], ["webgpu", 764]);
}

/**
 * A page whose browser has a GPU; undefined where the test is skipped for want of one.
 * @param {import('node:test').TestContext} t
 * @param {string} [fragment]
 */
async function pageWithGpu(t, fragment = "") {
  const site = await open();
  t.after(() => site.close());
  const { page } = await newPage(site.browser, `${site.url}${fragment}`);
  const without = await whyNoGpu(page);
  if (without) return void t.skip(without);
  return { page, browser: site.browser };
}

describe("pi on the GPU", { timeout: 180_000 }, () => {
  it("counts what all others count, and says by which clock it was timed", async (t) => {
    const opened = await pageWithGpu(t);
    if (!opened) return;
    for (const generator of ["philox", "xorshift"]) {
      const params = { points: 1_000_003, seed: 5_000_000_000, generator };
      const gpu = await recordOf(opened.page, "pi", { ...params, backend: "webgpu" });
      const serial = await recordOf(opened.page, "pi", { ...params, backend: "serial" });
      assert.equal(gpu.result.inside, serial.result.inside);
      assert.ok(["timestamps", "wall"].includes(gpu.metrics.gpu_seconds_by));
    }
  });

  it("ends an endless shader with an error by name, and the next run works", async (t) => {
    const opened = await pageWithGpu(t);
    if (!opened) return;
    const shader = SHADER.replace("unit < mine.y; unit++", "params.units > 0u; unit++");
    assert.notEqual(shader, SHADER);
    const { record, error } = await run(opened.page, "pi", { backend: "webgpu", points: 1000, shader });
    if (record) {
      // Firefox without a GPU computes by lavapipe, which ends every loop after 65,535 turns: the count tells.
      assert.equal(browserName, "firefox");
      assert.equal(record.metrics.matches_reference, false);
    } else {
      assert.equal(error.kind, "failed");
      assert.match(error.message, /webgpu.*(had not ended|was lost)/s);
    }
    await runsOnTheGpu(opened.page);
  });

  it("says what a shader asks too much of, and the next run works", async (t) => {
    const opened = await pageWithGpu(t);
    if (!opened) return;
    const shader = SHADER.replaceAll("@workgroup_size(workgroup_size)", "@workgroup_size(workgroup_size, 1024)");
    const error = await errorOf(opened.page, "pi", { backend: "webgpu", points: 1000, shader });
    assert.deepEqual([error.kind, error.parameter], ["invalid-parameter", "shader"]);
    await runsOnTheGpu(opened.page);
  });

  inChromium.it(
    "says that the GPU was lost in a run, offers threads, and asks for a new one in the next",
    async (t) => {
      const opened = await pageWithGpu(t, "#pi?backend=webgpu&points=10000000000000");
      if (!opened) return;
      const { page, browser } = opened;
      await runButton(page).click();
      await page.getByRole("progressbar").waitFor({ timeout: 60_000 });
      const devtools = await browser.newBrowserCDPSession();
      await devtools.send("Browser.crashGpuProcess");
      const alert = page.getByRole("alert");
      await alert.waitFor({ timeout: 60_000 });
      assert.match(await textOf(alert), /webgpu.*the GPU was lost/s);
      assert.equal(await buttonOf(page, "Run on threads instead").count(), 1);
      await runsOnTheGpu(page);
      await page.getByLabel("Points", { exact: true }).fill("1000");
      assert.equal(await alert.count(), 0, "what was said of another setting is gone");
    },
  );
});

describe("pi without a GPU", { timeout: 120_000 }, () => {
  it("says what is missing by name, and runs on threads instead", async (t) => {
    const site = await open({ gpu: false });
    t.after(() => site.close());
    const { page, errors } = await newPage(site.browser, `${site.url}#pi?backend=webgpu&points=1000000`);
    const { error } = await run(page, "pi", { backend: "webgpu", points: 1 });
    if (!error) return t.skip("this machine has a GPU that the browser offers as it comes");
    assert.equal(error.kind, "unsupported");
    await runButton(page).click();
    const alert = page.getByRole("alert");
    await alert.waitFor({ timeout: 60_000 });
    const missing =
      browserName === "firefox" ? /no WebGPU: this browser has no navigator\.gpu/ : /no GPU adapter found/;
    assert.match(await textOf(alert), missing);
    await page.getByRole("button", { name: "Run on threads instead" }).click();
    await done(page);
    assert.equal((await chosenIn(page.getByLabel("Back end", { exact: true })))?.trim(), "threads");
    assert.match(await textOf(resultOf(page, "inside")), /784,465/);
    assert.equal(await alert.count(), 0);

    await page.locator("mh-form details.more:not([open]) > summary").click();
    await page.getByLabel("Shader", { exact: true }).click();
    await page.getByText(/Not compiled as you type: this browser/).waitFor();
    assert.deepEqual(errors, []);
  });
});
