// The run before, which stands behind the new one as an outline.

import assert from "node:assert/strict";
import { it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { openLesson } from "./lesson.mjs";
import { siteForTests } from "./site.mjs";

const once = inOneBrowser("what a chart draws of two records");

once.describe("the run before", () => {
  const site = siteForTests();

  for (const path of [
    "#race?pause=0&increments=1000&guard=lock",
    "#semaphore?permits=2&threads=3&rounds=1&hold_ms=5&pause_ms=0",
    "#queue?items=20&capacity=2",
  ])
    it(`stands behind the new one: ${path}`, async () => {
      const { page, run, errors, close } = await openLesson(site, path);
      const legend = page.locator("mh-chart .legend").getByText("the run before", { exact: true });
      await run();
      await page.locator("mh-chart").first().waitFor();
      assert.equal(await legend.count(), 0, "a first run has none before it");
      await run();
      await legend.first().waitFor();
      assert.ok((await page.locator("mh-chart svg .ghost").count()) > 0);
      assert.deepEqual(errors, []);
      await close();
    });
});
