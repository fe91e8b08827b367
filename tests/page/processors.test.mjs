// How many processors there are: browsers tell page and workers of different numbers, of none, or of none that counts
// anything. Form, run, record, printed lines and studies have one number all the same.

import assert from "node:assert/strict";
import { it } from "node:test";
import { openAltered } from "./altered.mjs";
import { inOneBrowser, sample } from "./browsers.mjs";
import { openLesson } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { recordOf } from "./site.mjs";

/** What page and workers are told, what is right to say of it, and how many are used. */
const TOLD = [
  { page: "3", worker: "7", told: 3, used: 3 },
  { page: "7", worker: "3", told: 7, used: 7 },
  { page: "1", worker: "8", told: 1, used: 1 },
  { page: "0", worker: "0", told: 1, used: 1 },
  { page: "2", worker: "undefined", told: 2, used: 2 },
  { page: "undefined", worker: "undefined", told: 1, used: 1 },
  { page: "NaN", worker: "NaN", told: 1, used: 1 },
  { page: "2.5", worker: "2.5", told: 2, used: 2 },
  { page: "128", worker: "128", told: 128, used: 64 },
];

/** Two that differ, none that counts anything, and more than are used. */
const FEW = TOLD.filter(({ page }) => ["3", "NaN", "128"].includes(page));

/** @param {{page: string, worker: string}} told */
const telling = ({ page, worker }) => `
{
  const isWorker = typeof WorkerGlobalScope === "function" && self instanceof WorkerGlobalScope;
  const get = () => isWorker ? ${worker} : ${page};
  Object.defineProperty(navigator, "hardwareConcurrency", { configurable: true, get });
}
`;

const { describe: inChromium } = inOneBrowser(
  "the number is the test's own, and what is made of it the crate's and the page's",
);

inChromium("the number of processors", { timeout: 180_000 }, () => {
  for (const numbers of sample(TOLD, FEW)) {
    const { page: inPage, worker, told, used } = numbers;
    it(`is one where the page is told ${inPage} and its workers ${worker}`, async (t) => {
      const site = await openAltered(t, telling(numbers));
      const { page, errors, field } = await openLesson(site, "#pool-rows?rows=2000");
      assert.equal(await field("Workers").inputValue(), String(used));
      const rows = await recordOf(page, "pool-rows", { rows: 2000 });
      assert.deepEqual([rows.params.workers, rows.environment.logical_processors], [used, used]);
      const workers = used === 1 ? "1 worker: " : `${used} workers: `;
      assert.ok(
        rows.output.some(({ text }) => text.startsWith(workers)),
        JSON.stringify(rows.output),
      );

      const { output, result } = await recordOf(page, "processors", { max_workers: 1, probe_ms: 10 });
      assert.equal(result.logical, told);
      const right =
        told === 1
          ? "the system tells of 1 logical processor"
          : told > 64
            ? "the system tells of 128 logical processors; the playground uses at most 64"
            : `the system tells of ${told} logical processors`;
      assert.equal(output[0].text, right);
      assert.deepEqual(errors, []);
    });
  }

  it("is that of the study and of the line below a result", async (t) => {
    const site = await openAltered(t, telling({ page: "3", worker: "7" }));
    const { page, button, run } = await openLesson(site, "#pool-rows?rows=2000");
    await run();
    await page.getByText(/engine: \S+, 3 logical processors/).waitFor({ state: "attached" });
    await button("Measure the speed-up").click();
    await page
      .locator("mh-study")
      .getByText(/: (Done\.|Ended with an error\.)$/)
      .waitFor({ timeout: 60_000 });
    const text = await textOf(page.locator("mh-study section"));
    assert.doesNotMatch(text, /\b[4-7] workers/);
  });

  it("is said to be hidden or made up where it is far from what was measured", async (t) => {
    const site = await openAltered(t, telling({ page: "64", worker: "64" }));
    const { page } = await openLesson(site, "#processors");
    // On a busy machine one worker may not have been measured, and then there is nothing to compare.
    /** @type {AnyRecord[]} */
    const runs = [];
    for (let tries = 0; tries < 6 && !runs.some(({ result }) => result.effective !== null); tries++)
      runs.push(await recordOf(page, "processors", { max_workers: 8, probe_ms: 100 }));
    const { output, result, metrics } = runs[runs.length - 1];
    if (result.effective === null) return t.skip(metrics.unmeasured.effective.why);
    assert.ok(
      output.some(({ text }) => /hide it, or make one up/.test(text)),
      JSON.stringify(output),
    );
  });
});
