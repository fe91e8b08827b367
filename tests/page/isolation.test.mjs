// A host that sends no isolation headers: no shared memory, so another build of the engine runs what needs none.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { newPage, open, run } from "./site.mjs";

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

  it("runs pi, serially and on the GPU", async () => {
    for (const backend of ["serial", "webgpu"]) {
      const { record, error } = await run(page, "pi", { backend, points: 1_000_000 });
      assert.equal(error, undefined, backend);
      assert.equal(record.result.inside, 784465);
      assert.equal(record.result.backend, backend);
    }
  });

  it("says that threads are not to be had", async () => {
    for (const [lesson, params] of [
      ["pool-square", { kind: "threads" }],
      ["pi", { backend: "threads" }],
    ]) {
      const { error } = await run(page, lesson, params);
      assert.equal(error?.kind, "unsupported", lesson);
      assert.match(error.message, /shared memory|isolat/i);
    }
  });

  it("shows the default that holds here, and a quiet line that says why", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}#pool-square`);
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
    const needs = await page.evaluate(async () => (await window.manyhands.lessons()).map(({ id }) => id));
    let shown = 0;
    for (const id of needs) {
      const { page, close } = await newPage(site.browser, `${site.url}embed.html?lesson=${id}`);
      const runs = page.getByRole("button", { name: "Run", exact: true });
      await runs.waitFor();
      if (await runs.isDisabled()) {
        shown += 1;
        await page.getByText(/so it cannot run here/).waitFor();
        const link = page.getByRole("link", { name: "Open it in a tab of its own" });
        assert.equal(await link.getAttribute("target"), "_blank");
        assert.equal(await link.getAttribute("href"), `${site.url}index.html#${id}`);
        const { error } = await run(page, id);
        assert.equal(error?.kind, "unsupported", id);
      }
      await close();
    }
    // Which lessons need it is the lessons' own affair; that some might is tested on the element's side.
    assert.ok(shown >= 0);
  });
});
