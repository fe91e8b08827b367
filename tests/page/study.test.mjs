// The studies of a lesson: sets of runs that one click starts, shown side by side. With the real engine, but for what
// a machine may lack.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { transformWithOxc } from "vite";
import { inOneBrowser } from "./browsers.mjs";
import { mustHaveGpu } from "./gpu.mjs";
import { done, openLesson } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { engineExports, openSites, siteForTests } from "./site.mjs";

const once = inOneBrowser("what it shows is computed from the records by the page's own code");

const LONG = { timeout: 120_000 };

/** What stands in the place of figures that a busy machine or a coarse clock did not give. */
const WHY_NOT = /run again\.|too coarse for this/;

/**
 * A lesson's page, and what its study shows.
 * @param {{browser: import('playwright-core').Browser, url: string}} site
 * @param {string} fragment
 */
async function lesson(site, fragment) {
  const { page, errors, run } = await openLesson(site, fragment);
  const study = page.locator("mh-study");
  const button = (/** @type {string} */ name) => study.getByRole("button", { name, exact: true });
  return {
    page,
    errors,
    run,
    study,
    button,
    summary: study.locator(".summary"),
    missing: study.locator(".missing"),
    status: study.getByRole("status"),
    async conduct(/** @type {string} */ title) {
      await button(title).click();
      await study.getByText(/: (Done\.|Ended with an error\.)$/).waitFor(LONG);
    },
    /**
     * The rows of its table by the heads of their columns: texts, and numbers where the cell has one.
     * @returns {Promise<{[head: string]: any}[]>}
     */
    async rows() {
      await study.getByText("As a table").click();
      const table = study.getByRole("table");
      await table.waitFor();
      return table.evaluate((/** @type {HTMLTableElement} */ { tHead, tBodies }) => {
        const heads = Array.from(tHead?.rows[0].cells ?? [], (cell) => cell.textContent?.trim() ?? "");
        return Array.from(tBodies[0].rows, (row) =>
          Object.fromEntries(
            Array.from(row.cells, (cell, index) => {
              const exact = cell.querySelector("data")?.value;
              return [heads[index], exact === undefined ? (cell.textContent?.trim() ?? "") : Number(exact)];
            }),
          ),
        );
      });
    },
  };
}

describe("the studies of a lesson", () => {
  const site = siteForTests();

  it("does the rows of a table in four ways, each measured with what it costs", LONG, async () => {
    const { conduct, rows, summary, missing, errors } = await lesson(site, "#pool-rows?rows=5000&repeats=3&workers=2");
    await conduct("The same work, four ways");
    const shown = await rows();
    assert.deepEqual(
      shown.map(({ Way }) => Way),
      ["one worker", "threads, one lock", "processes", "free threads"],
    );
    for (const way of shown) {
      // A busy machine gives no speed-up, and what the clock is too coarse for has no time.
      for (const head of ["Start-up (ms)", "Work (ms)", "In all (ms)", "Speed-up"])
        assert.ok(way[head] >= 0 || way[head] === "–", JSON.stringify(way));
      const [start, work, all] = [way["Start-up (ms)"], way["Work (ms)"], way["In all (ms)"]];
      if ([start, work, all].every((ms) => typeof ms === "number"))
        assert.ok(Math.abs(all - start - work) < 1e-6, JSON.stringify(way));
      if (way.Way !== "processes") assert.equal(way["Copied (bytes)"], "–");
    }
    // Seven bytes a row, each time: six out and one back.
    const bytes = shown[2]["Copied (bytes)"];
    assert.ok(bytes >= 3 * 5000 * 7, `${bytes} bytes`);
    if (shown.every((way) => way["In all (ms)"] > 0 && way["Speed-up"] > 0)) {
      assert.match(await textOf(summary), /Processes took .+ to start, and copied /);
    } else assert.match((await missing.allTextContents()).join(), WHY_NOT);
    assert.deepEqual(errors, []);
  });

  once.it("does the work of the lesson about the lock in four ways", LONG, async () => {
    const { conduct, rows, missing } = await lesson(site, "#gil?work=2000&interpreter=gil");
    await conduct("The same work, four ways");
    const shown = await rows();
    assert.deepEqual(
      shown.map(({ Way }) => Way),
      ["one worker", "threads, one lock", "processes", "free threads"],
    );
    for (const way of shown) assert.ok(way["In all (ms)"] > 0 || way["In all (ms)"] === "–", JSON.stringify(way));
    if (shown.some((way) => way["In all (ms)"] === "–"))
      assert.match((await missing.allTextContents()).join(), WHY_NOT);
    assert.ok(shown[2]["Start-up (ms)"] > 0 || shown[2]["Start-up (ms)"] === "–");
  });

  it("measures the speed-up of each number of workers, and fits Amdahl’s law to it", LONG, async () => {
    const { page, conduct, rows, summary, missing } = await lesson(site, "#pool-rows?rows=20000&repeats=20");
    await conduct("Measure the speed-up");
    const processors = await page.evaluate(() => Math.min(64, navigator.hardwareConcurrency));
    const shown = await rows();
    for (const row of shown) {
      assert.ok(1 <= row.Workers && row.Workers <= processors && row.Runs <= 3);
      assert.ok(0 < row.Least && row.Least <= row["Speed-up, median"] && row["Speed-up, median"] <= row.Most);
      assert.ok(row.Most <= 1.1 * row.Ideal && row.Ideal === Math.min(row.Workers, processors));
    }
    if ((await summary.count()) > 0)
      assert.match(await textOf(summary), new RegExp(`^Speed-up with ${processors} workers?: \\d`));
    else assert.match((await missing.allTextContents()).join(), WHY_NOT);
  });

  it("keeps what was measured when it is stopped in the middle", LONG, async () => {
    const { page, run, button, study, rows, missing, status } = await lesson(
      site,
      "#gil?work=100000&interpreter=free-threaded",
    );
    await button("Measure the speed-up").click();
    await study.getByText(/run [2-9] of 9: /).waitFor(LONG);
    await button("Stop the study").click();
    await study.getByText(/Stopped; below is what was measured until then\.$/).waitFor();
    const why = (await missing.allTextContents()).join();
    // Where a busy machine has spoilt what was measured until then, there is nothing to draw.
    const shown = WHY_NOT.test(why) && !(await study.getByText("As a table").isVisible()) ? [] : await rows();
    const runs = shown.reduce((sum, { Runs }) => sum + Runs, 0);
    assert.ok((1 <= runs || WHY_NOT.test(why)) && runs < 9, `${runs} runs ${why}`);
    for (const row of shown) assert.ok(row["Speed-up, median"] > 0);
    assert.ok(await button("Stop the study").isHidden());
    // And the page is as free as before.
    await run();
    await done(page);
    assert.match(await textOf(status), /^Measure the speed-up: Stopped/);
  });

  it("races the processors, which agree, and names those that are not here", LONG, async () => {
    const { page, conduct, rows, summary, missing } = await lesson(site, "#pi?points=1000000");
    await conduct("Race the processors");
    const shown = await rows();
    const names = shown.map((row) => row["Back end"]);
    assert.deepEqual(names.slice(0, 2), ["serial", "threads"]);
    for (const row of shown) assert.deepEqual([row.inside, row["points a second"] > 0], [784465, true]);
    assert.match(await textOf(summary), /The counts agree: each found 784,465 inside\.$/);
    const skipped = await missing.allTextContents();
    assert.ok(
      skipped.some((text) => /^cuda was skipped: .*native program only/.test(text)),
      skipped.join("\n"),
    );
    const hasGpu = mustHaveGpu || (await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter())));
    assert.equal(
      names.some((name) => /^webgpu\b/.test(name)),
      hasGpu,
    );
    if (hasGpu)
      assert.match(shown[2]["On the GPU itself"], /^[\d.,]+ (µs|ms|s), by (its own timestamps|the computer’s clock)$/);
    else assert.ok(skipped.some((text) => text.startsWith("webgpu was skipped: ")));
  });

  once.it("shows at once what the engine says of a parameter that it refuses", LONG, async () => {
    const { conduct, study, summary } = await lesson(site, "#pool-rows?low=5&high=5");
    await conduct("The same work, four ways");
    assert.match(await textOf(study.getByRole("alert")), /^Highest number, exclusive: 5 is not allowed/);
    assert.equal(await summary.count(), 0);
  });

  once.it("is not there for a lesson without studies, and loads nothing before a click", async () => {
    const { page, study, button } = await lesson(site, "#threads");
    assert.equal(await study.count(), 0);
    await page.goto(`${site.url}#pool-square`);
    await button("The same work, four ways").waitFor();
    const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.ok(!(await loaded()).some((name) => /\/tools-/.test(name)));
    await button("The same work, four ways").click();
    await study.getByText(/: Done\.$/).waitFor(LONG);
    assert.ok((await loaded()).some((name) => /\/tools-/.test(name)));
  });
});

once.describe("a study on any engine", () => {
  it("says so when the counts do not agree, and goes on where a back end fails", async () => {
    const sites = await openSites();
    const site = await sites.withEngine(`
      ${engineExports}
      export async function run(lesson, params, preset, door, onEvents) {
        const { backend } = JSON.parse(params);
        if (backend === "threads") return JSON.stringify({ error: { kind: "failed", message: "a worker died" } });
        if (backend === "cuda") return JSON.stringify({ error: { kind: "unsupported", message: "no CUDA" } });
        const result = { inside: backend === "serial" ? 10 : 11, points_per_second: backend === "serial" ? 100 : 400 };
        return JSON.stringify({ record: { lesson, params: {}, output: [], result, metrics: { wall_ms: 1, workers: 1 },
          environment: { door, threads: "isolated", logical_processors: 2 }, artifacts: [] } });
      }
    `);
    try {
      const { conduct, summary, missing } = await lesson(site, "#pi");
      await conduct("Race the processors");
      const text = await textOf(summary);
      assert.match(text, /^webgpu: 400 points a second, 4 times faster than serial\./);
      assert.match(text, /The counts do NOT agree \(inside\): serial 10 and webgpu 11\.$/);
      assert.deepEqual(await missing.allTextContents(), [
        "threads was not measured: a worker died",
        "cuda was skipped: no CUDA",
      ]);
    } finally {
      await sites.close();
    }
  });
});

once.describe("the speed-up study on any engine", () => {
  /** @type {Awaited<ReturnType<typeof openSites>>} */
  let sites;
  before(async () => {
    sites = await openSites();
  });
  after(() => sites.close());

  /**
   * What the study shows where the runs give these speed-ups, by the workers' number; `null` with why there is none.
   * @param {{[workers: number]: (number | string)[]}} speedups
   * @param {number} processors
   */
  async function studied(speedups, processors) {
    const site = await sites.withEngine(`
      ${engineExports}
      const speedups = ${JSON.stringify(speedups)};
      export async function run(lesson, params, preset, door, onEvents) {
        const { workers } = JSON.parse(params);
        const next = speedups[workers].shift();
        const isNumber = typeof next === "number";
        const unmeasured = { speedup: { why: next, ...(next === "clock" ? { tick_ms: 100, raise: "repeats" } : {}) } };
        return JSON.stringify({ record: { lesson, params: {}, output: [], result: { speedup: isNumber ? next : null },
          metrics: { wall_ms: 1, workers, ...(isNumber ? {} : { unmeasured }) },
          environment: { door, threads: "isolated", logical_processors: ${processors} }, artifacts: [] } });
      }
    `);
    const opened = await openLesson(site, "#pool-rows", {
      before: (page) =>
        page.addInitScript((processors) => {
          Object.defineProperty(navigator, "hardwareConcurrency", { get: () => processors });
        }, processors),
    });
    const study = opened.page.locator("mh-study");
    await study.getByRole("button", { name: "Measure the speed-up", exact: true }).click();
    await study.getByText(/: Done\.$/).waitFor(LONG);
    const texts = async (/** @type {string} */ selector) => (await study.locator(selector).allTextContents()).join(" ");
    const drawing = await study.locator("mh-chart svg[role=img]").evaluateAll(([svg]) => {
      if (!svg) return undefined;
      const frame = svg.getBoundingClientRect();
      const ways = Array.from(svg.querySelectorAll(".series"), (one) => one.getBoundingClientRect());
      return {
        isInside: ways.every(
          (way) => way.top >= frame.top && way.bottom <= frame.bottom && way.right <= frame.right + 1,
        ),
        labels: Array.from(svg.querySelectorAll(".reference text"), (text) => text.textContent),
      };
    });
    const shown = {
      summary: await texts(".summary"),
      missing: await texts(".missing"),
      note: await texts("mh-chart > p"),
      drawing,
    };
    await opened.close();
    return shown;
  }

  it("fits Amdahl’s law to what is above 1, and draws nothing outside", async () => {
    const { summary, missing, note, drawing } = await studied(
      { 1: [1, 0.97, 1], 2: [1.8, 1.7, 1.9], 4: [3, 3.1, 2.9] },
      4,
    );
    assert.match(summary, /^Speed-up with 4 workers: 3\.00, of an ideal 4\. By Amdahl’s law .+ % of it was serial/);
    assert.equal(missing, "");
    assert.match(note, /S\(n\) =/);
    assert.deepEqual(drawing, { isInside: true, labels: [] });
  });

  it("says that the law says nothing below 1, and how many times slower it was", async () => {
    const { summary, note } = await studied({ 1: [1, 1, 1], 2: [0.07, 0.07, 0.08] }, 2);
    assert.match(
      summary,
      /^Speed-up with 2 workers: 14 times slower, of an ideal 2\. .*below 1 Amdahl’s law says nothing\.$/,
    );
    assert.equal(note, "");
  });

  for (const [why, speedups] of /** @type {[string, {[workers: number]: (number | string)[]}][]} */ ([
    ["repeats scatter", { 1: [1, 1, 1], 2: [1.2, 1.9, 1.8] }],
    ["more came out than is possible", { 1: [1, 1, 1], 2: [1.9, "above-ideal", 1.9] }],
    ["a run scattered", { 1: [1, "scatter", 1], 2: [1.9, 1.9, 1.9] }],
  ])) {
    it(`gives no verdict where ${why}`, async () => {
      const { summary, missing, note } = await studied(speedups, 2);
      assert.deepEqual([summary, missing, note], ["", "This machine was busy: run again.", ""]);
    });
  }

  it("says that the clock is too coarse, and what to raise", async () => {
    const coarse = ["clock", "clock", "clock"];
    const { summary, missing, drawing } = await studied({ 1: coarse, 2: [...coarse] }, 2);
    assert.equal(summary, "");
    assert.match(
      missing,
      /^The clock of this browser is too coarse for this: it ticks every 100 ms\. Raise Repeats and run again\.$/,
    );
    assert.equal(drawing, undefined);
  });
});

once.describe("Amdahl’s law", () => {
  /** @type {typeof import('../../www/src/study/amdahl.ts')} */
  let law;
  before(async () => {
    const file = fileURLToPath(new URL("../../www/src/study/amdahl.ts", import.meta.url));
    const { code } = await transformWithOxc(await readFile(file, "utf8"), file);
    law = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  });

  /** @param {number} part @param {number[]} counts */
  const points = (part, counts) => counts.map((workers) => ({ workers, speedup: law.amdahl(part, workers) }));

  it("is what the formula says", () => {
    assert.equal(law.amdahl(0, 8), 8);
    assert.equal(law.amdahl(1, 8), 1);
    assert.equal(law.amdahl(0.5, 2), 1 / 0.75);
  });

  it("is found again from its own points", () => {
    for (const part of [0, 0.001, 0.05, 0.25, 0.7, 1]) {
      for (const counts of [[2], [1, 2], [1, 2, 4, 8], [1, 64]]) {
        const found = law.fitSerialPart(points(part, counts));
        assert.ok(found !== undefined && Math.abs(found - part) < 1e-6, `${part} from ${counts}: ${found}`);
      }
    }
  });

  it("is the least of the squares where no law meets all points", () => {
    const measured = [
      { workers: 1, speedup: 0.98 },
      { workers: 2, speedup: 1.9 },
      { workers: 2, speedup: 1.7 },
      { workers: 4, speedup: 2.9 },
    ];
    const off = (/** @type {number} */ part) =>
      measured.reduce((sum, { workers, speedup }) => sum + (law.amdahl(part, workers) - speedup) ** 2, 0);
    const found = law.fitSerialPart(measured) ?? Number.NaN;
    for (let part = 0; part <= 1; part += 1e-4)
      assert.ok(off(found) <= off(part) + 1e-12, `${part} is better than ${found}`);
  });

  it("stays between 0 and 1, and needs more than one worker", () => {
    assert.equal(law.fitSerialPart([{ workers: 2, speedup: 2.5 }]), 0);
    assert.equal(law.fitSerialPart([{ workers: 4, speedup: 0.3 }]), 1);
    assert.equal(law.fitSerialPart([{ workers: 1, speedup: 1 }]), undefined);
    assert.equal(law.fitSerialPart([]), undefined);
  });

  it("takes runs as too unlike that differ by more than a third of the least", () => {
    assert.ok(!law.scatters([1.5, 2, 1.7]) && !law.scatters([3]));
    assert.ok(law.scatters([1.5, 2.01]));
  });

  it("takes the middle of several runs", () => {
    assert.equal(law.median([3, 1, 2]), 2);
    assert.equal(law.median([4, 1, 2, 3]), 2.5);
    assert.equal(law.median([7]), 7);
  });
});
