// A page that nothing isolates: no shared memory, so another build of the engine runs what needs none. So it is on a
// host without the headers where a browser lets no service worker add them.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { newPage, open, run } from "./site.mjs";

/** @type {import('playwright-core').BrowserContextOptions} */
const unaided = { serviceWorkers: "block" };

describe("a page without shared memory", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {import('playwright-core').Page} */
  let page;
  before(async () => {
    site = await open({ isolation: false });
    ({ page } = await newPage(site.browser, site.url, unaided));
    assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  });
  after(() => site.close());

  it("runs a pool of processes", async () => {
    for (const params of [{ kind: "processes" }, {}]) {
      const { record, error } = await run(page, "pool-square", params);
      assert.equal(error, undefined);
      assert.deepEqual(record.result.values, [1, 4, 9]);
      assert.equal(record.params.kind, "processes");
      assert.equal(record.environment.threads, "isolated");
    }
  });

  it("runs actors", async () => {
    const { record, error } = await run(page, "actors", { messages: 50 });
    assert.equal(error, undefined);
    assert.equal(record.result.delivered, 50);
  });

  it("runs pi, serially, on isolated workers and on the GPU", async () => {
    for (const backend of ["serial", "threads", "webgpu"]) {
      const { record, error } = await run(page, "pi", { backend, points: 1_000_000 });
      assert.equal(error, undefined, backend);
      assert.equal(record.result.inside, 784465);
      assert.equal(record.result.backend, backend);
    }
  });

  it("says that a pool of threads is not to be had", async () => {
    const { error } = await run(page, "pool-square", { kind: "threads" });
    assert.equal(error?.kind, "unsupported");
    assert.match(error.message, /shared memory|isolat/i);
  });

  it("shows the default that holds here, and a quiet line that says why", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pool-square`, unaided);
    const kind = page.getByLabel("Kind of workers", { exact: true });
    assert.equal(await kind.evaluate((select) => select.selectedOptions[0].textContent), "processes");
    await page.getByText(/This page has no shared memory/).waitFor();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText(/^Done in/).waitFor({ timeout: 60_000 });
    await kind.selectOption({ label: "threads" });
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("alert").waitFor();
    await close();
  });

  it("offers what needs shared memory in a tab of its own, with its parameters", async () => {
    const context = await site.browser.newContext(unaided);
    const page = await context.newPage();
    // Whichever lessons need it: here all of them do.
    await page.route("**/assets/catalogue-*.js", async (route) => {
      const response = await route.fetch();
      const text = (await response.text()).replaceAll('"needs_shared_memory":false', '"needs_shared_memory":true');
      assert.match(text, /"needs_shared_memory":true/);
      await route.fulfill({ response, body: text });
    });
    await page.goto(`${site.url}embed.html?lesson=pool-square&workers=8&inputs=[7]`);
    await page.getByText(/This page has no shared memory: .*so it cannot run here/).waitFor();
    assert.ok(await page.getByRole("button", { name: "Run", exact: true }).isDisabled());
    await page.getByLabel("Workers", { exact: true }).press("Enter");
    assert.equal(await page.getByText(/^Done in|^Starts|^Runs/).count(), 0, "Enter does not run it either");

    const link = page.getByRole("link", { name: "Open it in a tab of its own" });
    const [tab] = await Promise.all([context.waitForEvent("page"), link.click()]);
    assert.equal(await tab.getByLabel("Workers", { exact: true }).inputValue(), "8");
    assert.equal(await tab.getByLabel("Inputs", { exact: true }).inputValue(), "7");
    assert.match(tab.url(), /index\.html#pool-square\?/);
    await context.close();
  });
});
