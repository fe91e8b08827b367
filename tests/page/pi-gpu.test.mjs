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

const ENDLESS = SHADER.replace("unit < mine.y; unit++", "params.units > 0u; unit++");
assert.notEqual(ENDLESS, SHADER);

/**
 * What is told while a shader has not ended that an earlier run gave up.
 * @param {import('playwright-core').Page} page
 */
async function goesOnWithoutTheGpu(page) {
  const error = await errorOf(page, "pi", { backend: "webgpu", points: 1000 });
  assert.equal(error.kind, "failed");
  assert.match(error.message, /the GPU is still busy with the shader of an earlier run\. Run on threads/);
  const { result, output } = await recordOf(page, "pi", { points: 1000 });
  assert.deepEqual([result.backend, result.inside], ["threads", 764]);
  const why = "the GPU is still busy with the shader of an earlier run: threads instead";
  assert.ok(output.some((/** @type {{text: string}} */ { text }) => text === why));
  // Which asks for an adapter.
  const { features } = (await recordOf(page, "processors", { max_workers: 1, probe_ms: 10 })).result;
  assert.equal(typeof features.webgpu.available, "boolean");
}

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

  it("ends an endless shader with an error by name, and goes on without the GPU, which is called busy", async (t) => {
    const opened = await pageWithGpu(t);
    if (!opened) return;
    const { record, error } = await run(opened.page, "pi", { backend: "webgpu", points: 1000, shader: ENDLESS });
    if (record) {
      // Firefox without a GPU computes by lavapipe, which ends every loop after 65,535 turns: the count tells.
      assert.equal(browserName, "firefox");
      assert.equal(record.metrics.matches_reference, false);
      return runsOnTheGpu(opened.page);
    }
    assert.equal(error.kind, "failed");
    assert.match(error.message, /webgpu.*(had not ended|was lost)/s);
    if (/was lost/.test(error.message)) await runsOnTheGpu(opened.page);
    else await goesOnWithoutTheGpu(opened.page);
  });

  it("goes on without the GPU where an endless shader was stopped", async (t) => {
    const opened = await pageWithGpu(t);
    if (!opened) return;
    const end = await opened.page.evaluate(async (shader) => {
      const isOnGpu = Promise.withResolvers();
      /** @param {any} event */
      const onEvent = (event) => {
        if (event.kind === "print" && event.text.endsWith("through WebGPU")) isOnGpu.resolve(undefined);
      };
      const going = window.manyhands.run("pi", { backend: "webgpu", points: 1000, shader }, { onEvent });
      const ended = going.then(
        () => "a record",
        ({ kind }) => kind,
      );
      await Promise.race([isOnGpu.promise, ended]);
      // Long enough for the shader to have been compiled, and begun.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      window.manyhands.stop();
      return ended;
    }, ENDLESS);
    if (end === "a record") return runsOnTheGpu(opened.page);
    assert.equal(end, "cancelled");
    if (browserName === "chromium") await goesOnWithoutTheGpu(opened.page);
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
