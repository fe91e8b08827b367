// A page that nothing isolates: no shared memory, so another build of the engine runs what needs none. So it is on a
// host without the headers where a browser lets no service worker add them.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { whyNoGpu } from "./gpu.mjs";
import { done, runButton } from "./lesson.mjs";
import { chosenIn } from "./reading.mjs";
import { errorOf, newPage, open, recordOf } from "./site.mjs";

describe("a page without shared memory", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {import('playwright-core').Page} */
  let page;
  before(async () => {
    site = await open({ isolation: false });
    ({ page } = await newPage(site.browser, site.url));
    assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  });
  after(() => site.close());

  it("runs a pool of processes", async () => {
    for (const params of [{ kind: "processes" }, {}]) {
      const record = await recordOf(page, "pool-square", { inputs: [1, 2, 3], ...params });
      assert.deepEqual(record.result.values, [1, 4, 9]);
      assert.equal(record.params.kind, "processes");
      assert.equal(record.environment.threads, "isolated");
    }
  });

  it("runs actors", async () => {
    const record = await recordOf(page, "actors", { messages: 50 });
    assert.equal(record.result.delivered, 50);
  });

  for (const [where, backend] of [
    ["serially", "serial"],
    ["on isolated workers", "threads"],
    ["on the GPU", "webgpu"],
  ]) {
    it(`runs pi ${where}`, async (t) => {
      const without = backend === "webgpu" && (await whyNoGpu(page));
      if (without) return t.skip(without);
      const record = await recordOf(page, "pi", { backend, points: 1_000_000 });
      assert.equal(record.result.inside, 784465);
      assert.equal(record.result.backend, backend);
    });
  }

  it("says that a pool of threads is not to be had", async () => {
    const error = await errorOf(page, "pool-square", { kind: "threads" });
    assert.equal(error.kind, "unsupported");
    assert.match(error.message, /shared memory|isolat/i);
  });

  it("shows the default that holds here, and a quiet line that says why", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pool-square`);
    const kind = page.getByLabel("Kind of workers", { exact: true });
    assert.equal(await chosenIn(kind), "processes");
    await page.getByText(/This page has no shared memory/).waitFor();
    await runButton(page).click();
    await done(page);
    await kind.selectOption({ label: "threads" });
    await runButton(page).click();
    await page.getByRole("alert").waitFor();
    await close();
  });

  it("offers what needs shared memory in a tab of its own, with its parameters", async () => {
    // Whichever lessons need it: here all of them do.
    const before = (/** @type {import('playwright-core').Page} */ page) =>
      page.route("**/assets/catalogue-*.js", async (route) => {
        const response = await route.fetch();
        const text = (await response.text()).replaceAll('"needs_shared_memory":false', '"needs_shared_memory":true');
        assert.match(text, /"needs_shared_memory":true/);
        await route.fulfill({ response, body: text });
      });
    const address = `${site.url}embed.html?lesson=pool-square&workers=8&inputs=[7]`;
    const { page, close } = await newPage(site.browser, address, { before });
    await page.getByText(/This page has no shared memory: .*so it cannot run here/).waitFor();
    assert.ok(await runButton(page).isDisabled());
    await page.getByLabel("Workers", { exact: true }).press("Enter");
    assert.equal(await page.getByText(/^Done in|^Starts|^Runs/).count(), 0, "Enter does not run it either");

    const link = page.getByRole("link", { name: "Open it in a tab of its own" });
    const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    assert.equal(await tab.getByLabel("Workers", { exact: true }).inputValue(), "8");
    assert.equal(await tab.getByLabel("Inputs", { exact: true }).inputValue(), "7");
    assert.match(tab.url(), /index\.html#pool-square\?/);
    await close();
  });
});
