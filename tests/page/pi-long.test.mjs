// Ten billion points in the page: the count is exact, and Stop is heard within a second. What keeps the page's thread free
// meanwhile is in smooth.test.mjs.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { newPage, open, recordOf } from "./site.mjs";

const once = inOneBrowser("that each browser counts right shows with fewer points, in api.test.mjs");

const LONG = { backend: "threads", generator: "xorshift" };

describe("ten billion points", { timeout: 230_000 }, () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** @type {import('playwright-core').Page} */
  let page;
  before(async () => {
    site = await open();
    ({ page } = await newPage(site.browser, site.url));
  });
  after(() => site.close());

  once.it("are counted to the last one, as the native program counts them", async () => {
    const record = await recordOf(page, "pi", { ...LONG, points: 10_000_000_000 });
    assert.equal(record.result.inside, 7_853_949_136);
  });

  it("are stopped within a second, and the next run works", async () => {
    const { kind, took } = await page.evaluate(
      async (params) => {
        const { promise: isGoing, resolve: goes } = /** @type {PromiseWithResolvers<void>} */ (Promise.withResolvers());
        const onEvent = (/** @type {{kind: string}} */ { kind }) => void (kind === "progress" && goes());
        const going = window.manyhands.run("pi", params, { onEvent }).catch(({ kind }) => kind);
        await isGoing;
        const started = performance.now();
        window.manyhands.stop();
        return { kind: await going, took: performance.now() - started };
      },
      { ...LONG, points: 1_000_000_000_000 },
    );
    assert.equal(kind, "cancelled");
    assert.ok(took < 1000, `${took} ms`);
    assert.equal((await recordOf(page, "pi", { ...LONG, points: 1_000_000 })).params.points, 1_000_000);
  });
});
