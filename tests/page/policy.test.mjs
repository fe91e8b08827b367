// The content policy that the server sends and the pages carry: everything works under it, and it bites.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { metaPolicy } from "../../www/hosting/headers.mjs";
import { whyNoGpu } from "./gpu.mjs";
import { done, lessonIds, runButton, turnTo } from "./lesson.mjs";
import { errorOf, newPage, recordOf, siteForTests } from "./site.mjs";

describe("the content policy", () => {
  const site = siteForTests();

  /** A page that remembers what the policy refuses, and what was asked of other hosts. */
  async function watched() {
    /** @type {string[]} */
    const foreign = [];
    const { page, close } = await newPage(site.browser, site.url, {
      before: async (page) => {
        page.on("request", (request) => {
          if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(site.url)) foreign.push(request.url());
        });
        await page.addInitScript(() => {
          window.refused = [];
          document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
            window.refused.push(`${effectiveDirective}: ${blockedURI} in ${sourceFile}`),
          );
        });
      },
    });
    const refused = () => page.evaluate(() => window.refused);
    return { page, foreign, refused, close };
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
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.hit = 1";
      document.head.append(script);
    });
    assert.equal(await page.evaluate(() => "hit" in window), false);
    assert.match((await refused()).join(), /script-src-elem: inline/);
    await close();
  });

  it("refuses nothing that any lesson shows, and nothing comes from elsewhere", async () => {
    const { page, foreign, refused, close } = await watched();
    const ids = await lessonIds(page);
    assert.ok(ids.length > 10);
    for (const id of ids) {
      await turnTo(page, id);
      for (const summary of await page.locator("summary").all()) await summary.click();
      assert.deepEqual(await refused(), [], id);
    }
    assert.deepEqual(foreign, []);
    await close();
  });

  it("lets lessons run on threads and in processes, on the page and embedded", async () => {
    const { page, foreign, refused, close } = await watched();
    for (const path of ["#pool-square", "embed.html?lesson=pool-square"]) {
      await page.goto(site.url + path);
      await runButton(page).click();
      await done(page);
      for (const kind of ["threads", "processes"]) {
        assert.deepEqual((await recordOf(page, "pool-square", { inputs: [1, 2, 3], kind })).result.values, [1, 4, 9]);
      }
      const pi = await recordOf(page, "pi", { points: 1_000_000, backend: "threads" });
      assert.equal(pi.result.inside, 784465);
      assert.deepEqual(await refused(), [], path);
    }
    assert.deepEqual(foreign, []);
    await close();
  });

  it("lets lessons run on the GPU, on the page and embedded", async (t) => {
    const { page, refused, close } = await watched();
    for (const path of ["#pool-square", "embed.html?lesson=pool-square"]) {
      await page.goto(site.url + path);
      const without = await whyNoGpu(page);
      if (without) return t.skip(without);
      const pi = await recordOf(page, "pi", { points: 1_000_000, backend: "webgpu" });
      assert.equal(pi.result.inside, 784465);
      assert.deepEqual(await refused(), [], path);
    }
    await close();
  });

  it("that refuses the engine's workers ends the run with an error by name, and the next lesson works", {
    timeout: 60_000,
  }, async () => {
    const { page, close } = await newPage(site.browser, site.url, {
      before: (page) =>
        page.route("**/assets/coordinator-*.js", async (route) => {
          const response = await route.fetch();
          const headers = response.headers();
          headers["content-security-policy"] = headers["content-security-policy"].replace(" blob:;", ";");
          await route.fulfill({ response, headers });
        }),
    });
    const error = await errorOf(page, "pi", { points: 1000, backend: "threads" });
    assert.equal(error.isError, true);
    assert.match(error.message, /A worker of the engine could not start\. .*Content-Security-Policy/);
    const record = await recordOf(page, "generators", {});
    assert.equal(record.result.order.length, 10);
    await close();
  });
});
