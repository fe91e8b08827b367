// The pictures of a run: every lesson shows those that it names, and the tables behind them say what the record says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { browserName, engineExports, inTurn, newPage, open, siteWithEngine } from "./site.mjs";

const catalogue = JSON.parse(readFileSync(new URL("../../www/src/generated/catalogue.json", import.meta.url), "utf8"));

/** @typedef {{result: any, metrics: any, params: any, output: {t_us: number, worker: number}[]}} RunRecord */

/** Of a list, the times in milliseconds.  @param {RunRecord} record  @param {number} worker */
const linesOf = ({ output }, worker) => output.filter((line) => line.worker === worker).map((line) => line.t_us / 1000);

/**
 * What a run of each lesson is asked, and what numbers stand in the tables of each of its pictures: a list for each
 * table, of a list for each row. Where a number is `null`, any will do: it is measured by the picture itself.
 * @type {{[id: string]: {params: object, numbers: {[kind: string]: (record: RunRecord) => (number | null)[][][]}}}}
 */
const RUNS = {
  processors: {
    params: { max_workers: 2, probe_ms: 20 },
    numbers: {
      scaling: ({ result }) => [result.scaling.map((one) => [one.workers, one.relative_throughput, one.workers])],
    },
  },
  "pool-square": {
    params: { inputs: [1, 2, 3, 4, 5, 6, 7, 8], workers: 3, chunksize: 3 },
    numbers: { chunks: ({ result }) => [result.by_worker.map((done) => [done])] },
  },
  "pool-rows": {
    params: { rows: 2000, workers: 2 },
    numbers: {
      speedup: ({ result, metrics }) => [
        [[result.serial_ms], [result.parallel_ms]],
        [[result.speedup], [metrics.workers]],
      ],
      histogram: ({ result }) => [result.histogram.map((rows, count) => [count, rows])],
    },
  },
  "pool-commons": {
    params: { workers: 2, method: "apply_async" },
    numbers: { chunks: ({ metrics }) => [metrics.by_worker.map((done) => [done])] },
  },
  "pool-programs": {
    params: {
      programs: [{ lesson: "generators" }, { lesson: "generators", params: { tasks: 3 } }, { lesson: "generators" }],
      workers: 2,
    },
    numbers: {
      // In the order in which they began; which that was, the test compares without order.
      programs: ({ result }) => [result.programs.map(({ worker, exit }) => [worker, null, null, null, exit])],
    },
  },
  threads: {
    params: {
      threads: [
        { name: "one", delay_ms: 10, repeats: 3 },
        { name: "two", delay_ms: 25, repeats: 2 },
      ],
    },
    numbers: {
      lines: (record) => [
        [1, 2].map((worker) => {
          const times = linesOf(record, worker);
          return [times.length, times[0], times.at(-1)];
        }),
      ],
    },
  },
  "background-zip": {
    params: { lines: 20_000, line_every_ms: 1 },
    numbers: {
      // The main program's last line says that the archive is there.
      background: (record) => [
        [
          [null],
          [null],
          ...linesOf(record, 0)
            .slice(0, -1)
            .map((time) => [time]),
        ],
      ],
    },
  },
  timeout: {
    params: { interval_ms: 20, timeout_ms: 110 },
    numbers: { ticks: (record) => [[...linesOf(record, 1), ...linesOf(record, 0)].map((time) => [time])] },
  },
  race: {
    params: { increments: 5000, threads: 2 },
    numbers: { "lost-updates": ({ result }) => [[[result.expected], [result.actual], [result.lost]]] },
  },
  semaphore: {
    params: { permits: 2, threads: 3, rounds: 3, hold_ms: 5, pause_ms: 2 },
    numbers: {
      inside: ({ metrics, result }) => [metrics.inside, result.acquired.map((times) => [times, null, null])],
    },
  },
  queue: { params: { items: 200 }, numbers: { depth: ({ metrics }) => [metrics.depth.slice(0, 500)] } },
  gil: {
    params: { work: 1000 },
    numbers: {
      interpreters: ({ result }) => [
        Object.values(result).map((way) => [way.wall_ms, way.speedup, way.switches, way.busy_cores]),
      ],
      "lock-holders": ({ result }) => [
        Object.keys(result).flatMap(() => [
          [1, null, null, null],
          [2, null, null, null],
        ]),
      ],
    },
  },
  generators: { params: {}, numbers: { steps: ({ result }) => [result.order.map((_, index) => [index + 1])] } },
  actors: {
    params: { messages: 12, actors: 3, workers: 2 },
    numbers: { receipts: ({ result }) => [result.per_actor.map((taken) => [taken])] },
  },
  pi: {
    params: { points: 1500, backend: "threads", seed: 7, generator: "xorshift" },
    numbers: {
      convergence: ({ result }) => [
        result.convergence.map(({ points, inside, estimate }) => [points, inside, estimate, null, null]),
      ],
      // All points of the run are drawn, so as many as it counted are inside.
      darts: ({ result }) => [[[result.inside], [1500 - result.inside], [1500]]],
    },
  },
};

/**
 * A page with a lesson, and how to read its pictures.
 * @param {{browser: import('playwright-core').Browser, url: string}} site
 * @param {string} id
 * @param {object} [params]
 */
async function lesson(site, id, params = {}) {
  const query = new URLSearchParams(
    Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  const { page, errors, close } = await newPage(site.browser, `${site.url}#${id}?${query}`);
  const run = page.getByRole("button", { name: "Run", exact: true });
  await run.waitFor();
  return {
    page,
    errors,
    close,
    run,
    picture: (/** @type {string} */ kind) => page.locator(`mh-${kind}`),
    /** @returns {Promise<RunRecord>} */
    record: () => page.locator("mh-result").evaluate((element) => element.record),
    /** The numbers of each table of a picture, row by row.  @param {string} kind */
    async tables(kind) {
      const charts = page.locator(`mh-${kind} mh-chart`);
      await charts.first().waitFor();
      for (const chart of await charts.all()) {
        await chart.locator("summary").click();
        // The table is made once the fold says that it is open, which may be a moment later.
        await chart.locator("table").waitFor({ state: "attached" });
      }
      return charts.evaluateAll((all) =>
        all.map((chart) =>
          [...chart.shadowRoot.querySelectorAll("tbody tr")].map((row) =>
            [...row.querySelectorAll("data")].map((one) => Number(one.value)),
          ),
        ),
      );
    },
  };
}

describe("the pictures of a run", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  before(async () => {
    site = await open();
  });
  after(() => site.close());

  // The comparison is no chart, is there before a run, and has a test of its own.
  for (const { id, pictures } of catalogue.filter(({ pictures }) => !pictures.includes("comparison"))) {
    it(`of ${id} are there, with the numbers of its record`, { timeout: 120_000 }, async () => {
      const wanted = RUNS[id];
      assert.ok(wanted, `the test knows no run of ${id}`);
      const { page, run, picture, record, tables, errors, close } = await lesson(site, id, wanted.params);
      await run.click();
      await page.getByText(/^Done in/).waitFor({ timeout: 60_000 });
      const recorded = await record();
      assert.ok(pictures.length > 0);
      for (const kind of pictures) {
        await picture(kind).waitFor();
        assert.ok((await picture(kind).getByRole("img").first().getAttribute("aria-label")).length > 10, kind);
        // The sequence diagram has tests of its own.
        if (kind === "sequence") continue;
        const shown = await tables(kind);
        const expected = wanted.numbers[kind]?.(recorded);
        assert.ok(expected, `the test knows no numbers of ${kind}`);
        assert.ok(expected.flat().length > 0, `${kind} has rows`);
        const order = (rows) => (kind === "programs" ? rows.map((row) => JSON.stringify(row)).sort() : rows);
        const known = shown.map((table, at) =>
          order(
            table.map((row, nth) => row.map((one, column) => (expected[at]?.[nth]?.[column] === null ? null : one))),
          ),
        );
        assert.deepEqual(known, expected.map(order), kind);
      }
      assert.deepEqual(errors, []);
      await close();
    });
  }

  it("follow a run while it goes, and stay when it is stopped", async () => {
    const { page, run, picture, tables } = await lesson(site, "threads", {
      threads: [{ name: "one", delay_ms: 20, repeats: 1000 }],
    });
    await run.click();
    await picture("lines").waitFor();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByText(/^Stopped after/).waitFor();
    await picture("lines").getByText("The run was ended early: this is what came until then.").waitFor();
    const [[[lines, first, last]]] = await tables("lines");
    assert.ok(lines >= 1 && lines < 1000 && first > 0 && last >= first, `${lines} lines from ${first} to ${last} ms`);
    assert.equal(await picture("lines").locator("path.mark").count(), lines);
  });

  it("have colours that stand out from the page, in light and in dark", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await newPage(site.browser, site.url, { colorScheme });
      const contrasts = await page.evaluate(() => {
        const luminance = (colour) => {
          const [r, g, b] = colour
            .match(/[\d.]+/g)
            .slice(0, 3)
            .map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const probe = document.body.appendChild(document.createElement("i"));
        return ["1", "2", "3", "4", "5", "6"].map((series) => {
          probe.style.color = `var(--series-${series})`;
          probe.style.backgroundColor = "var(--paper)";
          const { color, backgroundColor } = getComputedStyle(probe);
          const [low, high] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        });
      });
      for (const contrast of contrasts) assert.ok(contrast >= 3, `${colorScheme}: ${contrasts}`);
      await close();
    }
  });

  it("say so when they cannot be loaded, and the run is not the worse for it", async () => {
    const { page, run, record } = await lesson(site, "race", { increments: 1000 });
    await page.route("**/assets/lost-updates*.js", (route) => route.abort());
    await run.click();
    await page.getByText(/^The pictures of this lesson could not be loaded/).waitFor();
    await page.getByText(/^Done in/).waitFor();
    assert.equal((await record()).result.expected, 4000);
    await page.unrouteAll();
    // Firefox remembers of a module that it could not be had, until the page is loaded anew.
    if (browserName === "firefox") await page.reload();
    await run.click();
    await page.locator("mh-lost-updates mh-chart").waitFor();
  });
});

describe("the pictures of any run", () => {
  /** @type {(() => Promise<unknown>)[]} */
  const close = [];
  after(() => inTurn(close));

  /**
   * A page whose engine gives these events, and then this of a record.
   * @param {string} id
   * @param {{events?: object[], result?: object, metrics?: object, params?: object, fails?: boolean}} run
   */
  async function pageAfter(id, { events = [], result = {}, metrics = {}, params = {}, fails = false }) {
    const record = {
      lesson: id,
      params,
      output: [],
      result,
      metrics: { wall_ms: 9, workers: 2, ...metrics },
      environment: { door: "page", threads: "isolated", logical_processors: 2 },
      artifacts: [],
    };
    const outcome = fails ? { error: { kind: "failed", message: "it broke" } } : { record };
    const { folder, remove } = await siteWithEngine(`
      ${engineExports}
      export async function run(lesson, params, preset, door, onEvents) {
        onEvents(${JSON.stringify(JSON.stringify(events))});
        return ${JSON.stringify(JSON.stringify(outcome))};
      }
    `);
    const site = await open({ dir: folder });
    close.push(site.close, remove);
    const opened = await lesson(site, id);
    await opened.run.click();
    await opened.page.getByText(/^Done in|^Ended with/).waitFor();
    return opened;
  }

  const chunk = (/** @type {number} */ worker, /** @type {number} */ item) => ({
    kind: "run",
    t_us: 100 * item,
    worker,
    what: "chunk",
    item,
  });

  it("say how many events were left out, and keep the counts of the record", async () => {
    const { picture, tables } = await pageAfter("pool-square", {
      events: [chunk(1, 0), chunk(2, 2)],
      result: { values: [], chunks: [2, 2, 1], by_worker: [4, 1] },
      metrics: { events_left_out: 1234 },
    });
    assert.deepEqual(await tables("chunks"), [[[4], [1]]]);
    await picture("chunks").getByText("The engine left out 1,234 events of this run, so some chunks").waitFor();
    assert.equal(await picture("chunks").locator("rect.box").count(), 2);
  });

  it("draw what the record has where there were no events", async () => {
    const { picture, tables } = await pageAfter("pool-square", {
      result: { values: [1], chunks: [1], by_worker: [1, 0] },
    });
    assert.deepEqual(await tables("chunks"), [[[1], [0]]]);
    assert.equal(await picture("chunks").locator("rect.box").count(), 0);
  });

  it("have room for what is more than ideal", async () => {
    const { picture, tables } = await pageAfter("processors", {
      result: {
        logical: 2,
        effective: 2.97,
        scaling: [
          { workers: 1, relative_throughput: 1 },
          { workers: 2, relative_throughput: 2.97 },
        ],
      },
    });
    assert.deepEqual(await tables("scaling"), [
      [
        [1, 1, 1],
        [2, 2.97, 2],
      ],
    ]);
    const drawing = await picture("scaling").getByRole("img").boundingBox();
    const dots = picture("scaling").locator("path.mark");
    assert.equal(await dots.count(), 2);
    for (const dot of await dots.all()) {
      const { y, height } = await dot.boundingBox();
      assert.ok(y >= drawing.y && y + height <= drawing.y + drawing.height, `${y} in ${JSON.stringify(drawing)}`);
    }
  });

  it("say what the run left nothing of", async () => {
    const semaphore = await pageAfter("semaphore", { result: { max_inside: 1, acquired: [5, 5] } });
    await semaphore.picture("inside").getByText("This run left nothing that says who was inside.").waitFor();
    const queue = await pageAfter("queue", { result: { produced: 1, consumed: 1, max_depth: 1, blocked_puts: 0 } });
    await queue.picture("depth").getByText("This run left nothing that says how deep the queue was.").waitFor();
    const gil = await pageAfter("gil", { params: { threads: 2 } });
    await gil.picture("lock-holders").getByText("This run left nothing that says who held the lock.").waitFor();
    assert.ok(await gil.picture("interpreters").isHidden());
  });

  it("are not there for a run that failed before it had anything to show", async () => {
    const { page, errors } = await pageAfter("race", { fails: true });
    await page.getByText("it broke").waitFor();
    assert.ok(await page.locator("mh-lost-updates").isHidden());
    assert.deepEqual(errors, []);
  });

  it("have names for many workers, and are not higher for it than a picture should be", async () => {
    const { picture, tables } = await pageAfter("pool-square", {
      events: Array.from({ length: 64 }, (_, at) => chunk(at + 1, at)),
      result: { values: [], chunks: Array(64).fill(1), by_worker: Array(64).fill(1) },
    });
    assert.equal((await tables("chunks"))[0].length, 64);
    const svg = picture("chunks").getByRole("img");
    assert.ok((await svg.boundingBox()).height <= 64 * 6 + 60);
    assert.equal(await svg.locator("rect.box").count(), 64);
  });
});
