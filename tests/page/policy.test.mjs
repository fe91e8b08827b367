// The content policy that the server sends and the pages carry: everything works under it, and it bites.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { metaPolicy } from "../../www/hosting/headers.mjs";
import { open, run } from "./site.mjs";

describe("the content policy", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  before(async () => {
    site = await open();
  });
  after(() => site.close());

  /** A page that remembers what the policy refuses, and what was asked of other hosts. */
  async function watched() {
    const context = await site.browser.newContext();
    await context.addInitScript(() => {
      window.refused = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
        window.refused.push(`${effectiveDirective}: ${blockedURI} in ${sourceFile}`),
      );
    });
    const page = await context.newPage();
    /** @type {string[]} */
    const foreign = [];
    page.on("request", (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(site.url)) foreign.push(request.url());
    });
    const refused = () => page.evaluate(() => window.refused);
    return { page, foreign, refused, close: () => context.close() };
  }

  it("is in the pages, and sent with every file", async () => {
    for (const path of ["", "embed.html"]) {
      const response = await fetch(site.url + path);
      const [, content] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(await response.text()) ?? [];
      assert.equal(content?.replaceAll("&#39;", "'"), metaPolicy, path);
      assert.equal(response.headers.get("content-security-policy"), `${metaPolicy}; frame-ancestors *`);
    }
    assert.doesNotMatch(metaPolicy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  });

  it("refuses an inline script", async () => {
    const { page, refused, close } = await watched();
    await page.goto(site.url);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.hit = 1";
      document.head.append(script);
    });
    assert.equal(await page.evaluate(() => window.hit), undefined);
    assert.match((await refused()).join(), /script-src-elem: inline/);
    await close();
  });

  it("refuses nothing that any lesson shows, and nothing comes from elsewhere", async () => {
    const { page, foreign, refused, close } = await watched();
    await page.goto(site.url);
    const ids = await page.evaluate(async () => (await window.manyhands.lessons()).map(({ id }) => id));
    assert.ok(ids.length > 10);
    for (const id of ids) {
      await page.goto(`${site.url}#${id}`);
      await page.getByRole("button", { name: "Run", exact: true }).waitFor();
      for (const summary of await page.locator("summary").all()) await summary.click();
      assert.deepEqual(await refused(), [], id);
    }
    assert.deepEqual(foreign, []);
    await close();
  });

  it("lets lessons run on threads, in processes and on the GPU, on the page and embedded", async () => {
    const { page, foreign, refused, close } = await watched();
    for (const path of ["#pool-square", "embed.html?lesson=pool-square"]) {
      await page.goto(site.url + path);
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByText(/^Done in/).waitFor({ timeout: 60_000 });
      for (const kind of ["threads", "processes"]) {
        assert.deepEqual((await run(page, "pool-square", { kind })).record.result.values, [1, 4, 9]);
      }
      for (const backend of ["threads", "webgpu"]) {
        const { record, error } = await run(page, "pi", { points: 1_000_000, backend });
        assert.equal(error, undefined, backend);
        assert.equal(record.result.inside, 784465, backend);
      }
      assert.deepEqual(await refused(), [], path);
    }
    assert.deepEqual(foreign, []);
    await close();
  });

  it("that refuses the engine's workers ends the run with an error by name, and the next lesson works", {
    timeout: 60_000,
  }, async () => {
    const context = await site.browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.route("**/assets/coordinator-*.js", async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      headers["content-security-policy"] = headers["content-security-policy"].replace(" blob:;", ";");
      await route.fulfill({ response, headers });
    });
    await page.goto(site.url);
    const { error } = await run(page, "pi", { points: 1000, backend: "threads" });
    assert.equal(error?.isError, true);
    assert.match(error.message, /A worker of the engine could not start: .*Content-Security-Policy/);
    const { record } = await run(page, "generators", {});
    assert.equal(record.result.order.length, 10);
    await context.close();
  });
});
