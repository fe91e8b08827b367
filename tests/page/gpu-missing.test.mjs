// A GPU that is there in the page and not where runs happen, that never answers, that tells nothing of itself, or that is
// no GPU at all: runs go on without it, and are told the same as the panel.

import assert from "node:assert/strict";
import { it } from "node:test";
import { inWorkers, openAltered } from "./altered.mjs";
import { inOneBrowser } from "./browsers.mjs";
import { panel, RAW } from "./capabilities.mjs";
import { openLesson, runButton } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { errorOf, open, recordOf } from "./site.mjs";

const { describe } = inOneBrowser("Chromium alone has a GPU in each test; what is missing of it is the test's own");

/**
 * A page whose workers have another GPU.
 * @param {import('node:test').TestContext} t
 * @param {string} script
 */
async function pageWith(t, script) {
  const site = await openAltered(t, script);
  return openLesson(site, "#pi");
}

/** @type {[string, string, RegExp, RegExp][]} what workers have, what a run prints of it, what the panel says */
const MISSING = [
  [
    "there is none",
    "delete WorkerNavigator.prototype.gpu;",
    /no WebGPU.*in a worker.*threads instead/,
    /does not offer it in workers/,
  ],
  [
    "an adapter never comes",
    "GPU.prototype.requestAdapter = () => new Promise(() => {});",
    /did not answer within \d+ s: threads instead/,
    /was asked for a GPU and did not answer/,
  ],
  [
    "an adapter is refused",
    'GPU.prototype.requestAdapter = () => Promise.reject(new DOMException("no", "OperationError"));',
    /no GPU adapter found.*threads instead/,
    /found no adapter/,
  ],
  [
    "a device never comes",
    "GPUAdapter.prototype.requestDevice = () => new Promise(() => {});",
    /did not answer within \d+ s: threads instead/,
    /was asked for a GPU and did not answer/,
  ],
  [
    "a device is refused",
    'GPUAdapter.prototype.requestDevice = () => Promise.reject(new DOMException("no device for you", "OperationError"));',
    /gave no device: threads instead/,
    /gave no device/,
  ],
];

describe("a GPU that is not to be had in workers", { timeout: 180_000 }, () => {
  for (const [what, script, printed, said] of MISSING) {
    it(`leaves pi to threads where ${what}, and the panel says the same`, async (t) => {
      const { page, errors } = await pageWith(t, inWorkers(script));
      const { output, result } = await recordOf(page, "pi", { points: 1000 });
      assert.equal(result.backend, "threads");
      assert.match(output[0].text, printed);
      assert.doesNotMatch(output[0].text, RAW);
      const error = await errorOf(page, "pi", { points: 1000, backend: "webgpu" });
      assert.equal(error.kind, "unsupported");
      assert.doesNotMatch(error.message, /JsValue|undefined/);
      const processors = await recordOf(page, "processors", { max_workers: 1, probe_ms: 10 });
      assert.equal(processors.result.features.webgpu.available, false);
      const rows = await panel(page);
      assert.equal(rows.WebGPU.isThere, false);
      assert.match(rows.WebGPU.text, said);
      assert.match(rows.WebGPU.text, /Pi runs on threads/);
      assert.deepEqual(errors, []);
    });
  }

  for (const [what, info] of [
    ["nothing at all", "undefined"],
    ["only its vendor", '({ vendor: "acme" })'],
  ]) {
    it(`is used where it tells ${what} of itself`, async (t) => {
      const { page } = await pageWith(
        t,
        inWorkers(`
          Object.defineProperty(GPUAdapter.prototype, "info", { configurable: true, get: () => ${info} });
          Object.defineProperty(GPUDevice.prototype, "adapterInfo", { configurable: true, get: () => ${info} });
        `),
      );
      const { result, metrics } = await recordOf(page, "pi", { points: 1000, backend: "webgpu" });
      assert.deepEqual([result.backend, result.inside], ["webgpu", 764]);
      assert.equal(metrics.gpu.name, info === "undefined" ? "" : "acme");
      const rows = await panel(page);
      assert.equal(rows.WebGPU.isThere, true, rows.WebGPU.text);
      assert.match(rows.WebGPU.text, info === "undefined" ? /does not say its name/ : /acme/);
    });
  }
});

describe("a GPU that does not answer the page", { timeout: 60_000 }, () => {
  it("leaves the editor without its hints, and says so", async (t) => {
    const { page, unfold, field } = await pageWith(
      t,
      "if (globalThis.document) GPU.prototype.requestAdapter = () => new Promise(() => {});\n",
    );
    await unfold();
    await field("Shader").click();
    await page.getByText(/Not compiled as you type: this browser’s WebGPU gave nothing to try it on/).waitFor();
  });
});

describe("a GPU in software", { timeout: 180_000 }, () => {
  it("is called so in lines, record, panel and study", async (t) => {
    const site = await open();
    t.after(() => site.close());
    const { page, button } = await openLesson(site, "#pi?points=200000");
    const { output, metrics } = await recordOf(page, "pi", { points: 1000, backend: "webgpu" });
    assert.match(output[0].text, /\(a GPU in software\) through WebGPU/);
    assert.equal(metrics.gpu.software, true);
    const { result } = await recordOf(page, "processors", { max_workers: 1, probe_ms: 10 });
    assert.match(result.features.webgpu.detail, /a GPU in software/);
    await button("Race the processors").click();
    await page
      .locator("mh-study")
      .getByText(/: (Done\.|Ended with an error\.)$/)
      .waitFor({ timeout: 120_000 });
    const study = await textOf(page.locator("mh-study section"));
    assert.match(study, /webgpu \(GPU in software\)/);
    assert.doesNotMatch(study, /than webgpu[.,]/);
    const rows = await panel(page);
    assert.match(rows.WebGPU.text, /This is a GPU in software/);
  });

  it("is called so by its name where the browser does not say that it is one", async (t) => {
    const { page } = await pageWith(
      t,
      inWorkers(`
        const info = () => ({ vendor: "mesa", architecture: "", device: "", description: "llvmpipe (LLVM 15.0.6, 256 bits)", isFallbackAdapter: false, subgroupMinSize: 4, subgroupMaxSize: 4 });
        Object.defineProperty(GPUAdapter.prototype, "info", { configurable: true, get: info });
        Object.defineProperty(GPUDevice.prototype, "adapterInfo", { configurable: true, get: info });
      `),
    );
    const { metrics, output } = await recordOf(page, "pi", { points: 1000, backend: "webgpu" });
    assert.equal(metrics.gpu.software, true);
    assert.match(output[0].text, /llvmpipe.* \(a GPU in software\)/);
    const auto = await recordOf(page, "pi", { points: 1000 });
    assert.equal(auto.result.backend, "threads");
    assert.match((await panel(page)).WebGPU.text, /GPU in software/);
  });
});

it("names the flags of this browser on Linux where no GPU is offered", { timeout: 60_000 }, async (t) => {
  const site = await open({ gpu: false });
  t.after(() => site.close());
  const { page } = await openLesson(site, "#pi");
  await runButton(page).waitFor();
  const { isThere, text } = (await panel(page)).WebGPU;
  if (isThere && !/in software/.test(text)) return t.skip("this machine has a GPU");
  assert.match(text, /#enable-unsafe-webgpu.*#enable-vulkan|dom\.webgpu\.enabled/);
});
