// The pictures of a run: every lesson shows those that it names, and the tables behind them say what the record says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { browserName, inOneBrowser } from "./browsers.mjs";
import { done, openLesson, QUICK, queryOf, runButton, turnTo } from "./lesson.mjs";
import { attributeOf, boxOf } from "./reading.mjs";
import { engineExports, newPage, open, openSites } from "./site.mjs";

const once = inOneBrowser("the numbers come from the record, and the colours from the page's own tokens");

/** @type {import('../../www/src/api/types').Lesson[]} */
const catalogue = JSON.parse(readFileSync(new URL("../../www/src/generated/catalogue.json", import.meta.url), "utf8"));

/** When a worker printed, in milliseconds.  @param {AnyRecord} record  @param {number} worker */
const linesOf = ({ output }, worker) => output.filter((line) => line.worker === worker).map((line) => line.t_us / 1000);

/** @typedef {{[name: string]: number}} Numbers */

/** A table of one column.  @param {number[]} numbers */
const columnOf = (numbers) => numbers.map((one) => [one]);

/**
 * What a run of a lesson is asked, and what numbers stand in the tables of its pictures: a list for each table, of a
 * list for each row. Where a number is `null`, any will do: it is measured by the picture itself. A lesson that is
 * missing here runs with its defaults, and of a picture that is missing the numbers may be any.
 * @type {{[id: string]: {params: {[name: string]: unknown}, numbers: {[kind: string]: (record: AnyRecord) => (number | null)[][][]}}}}
 */
const RUNS = {
  processors: {
    params: { max_workers: 2, probe_ms: 20 },
    numbers: {
      scaling: ({ result }) => [
        result.scaling.map((/** @type {Numbers} */ one) => [one.workers, one.relative_throughput, one.workers]),
      ],
    },
  },
  "pool-square": {
    params: { inputs: [1, 2, 3, 4, 5, 6, 7, 8], workers: 3, chunksize: 3 },
    numbers: { chunks: ({ result }) => [columnOf(result.by_worker)] },
  },
  "pool-rows": {
    params: { rows: 2000, workers: 2 },
    numbers: {
      speedup: ({ result, metrics }) => [
        [[result.serial_ms], [result.parallel_ms]],
        [[result.speedup], [metrics.workers]],
      ],
      histogram: ({ result }) => [
        result.histogram.map((/** @type {number} */ rows, /** @type {number} */ count) => [count, rows]),
      ],
    },
  },
  "pool-commons": {
    params: { workers: 2, method: "apply_async" },
    numbers: { chunks: ({ metrics }) => [columnOf(metrics.by_worker)] },
  },
  "pool-programs": {
    params: {
      programs: [{ lesson: "generators" }, { lesson: "generators", params: { tasks: 3 } }, { lesson: "generators" }],
      workers: 2,
    },
    numbers: {
      // In the order in which they began; which that was, the test compares without order.
      programs: ({ result }) => [
        result.programs.map((/** @type {Numbers} */ { worker, exit }) => [worker, null, null, null, exit]),
      ],
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
          return [times.length, times[0], times[times.length - 1]];
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
      inside: ({ metrics, result }) => [
        metrics.inside,
        result.acquired.map((/** @type {number} */ times) => [times, null, null]),
      ],
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
  generators: {
    params: {},
    numbers: { steps: ({ result }) => [columnOf(Array.from(result.order.keys(), (index) => index + 1))] },
  },
  actors: {
    params: { messages: 12, actors: 3, workers: 2 },
    numbers: { receipts: ({ result }) => [columnOf(result.per_actor)] },
  },
  pi: {
    params: { points: 1500, backend: "threads", seed: 7, generator: "xorshift" },
    numbers: {
      convergence: ({ result }) => [
        result.convergence.map((/** @type {Numbers} */ { points, inside, estimate }) => [
          points,
          inside,
          estimate,
          null,
          null,
        ]),
      ],
      // All points of the run are drawn, so as many as it counted are inside.
      darts: ({ result }) => [[[result.inside], [1500 - result.inside], [1500]]],
    },
  },
};

/** Pictures that are no charts, and have tests of their own. */
const NO_CHARTS = ["sequence", "comparison"];

/**
 * A page with a lesson, and how to read its pictures.
 * @param {{browser: import('playwright-core').Browser, url: string}} site
 * @param {string} id
 * @param {{[name: string]: unknown}} [params]
 */
async function lesson(site, id, params = {}) {
  const opened = await openLesson(site, `#${id}?${queryOf(params)}`);
  return { ...opened, ...readerOf(opened.page) };
}

/** How to read the pictures of a page.  @param {import('playwright-core').Page} page */
function readerOf(page) {
  return {
    picture: (/** @type {string} */ kind) => page.locator(`mh-${kind}`),
    record: () =>
      page.locator("mh-result").evaluate((/** @type {HTMLElementTagNameMap["mh-result"]} */ element) => element.record),
    /** The numbers of each table of a picture, row by row.  @returns {Promise<number[][][]>} */
    async tables(/** @type {string} */ kind) {
      const charts = page.locator(`mh-${kind} mh-chart`);
      await charts.first().waitFor();
      for (const chart of await charts.all()) {
        await chart.locator("summary").click();
        // The table is made once the fold says that it is open, which may be a moment later.
        await chart.locator("table").waitFor({ state: "attached" });
      }
      return charts.evaluateAll((all) =>
        all.map((chart) =>
          [...(chart.shadowRoot?.querySelectorAll("tbody tr") ?? [])].map((row) =>
            [...row.querySelectorAll("data")].map((one) => (one.value === "" ? Number.NaN : Number(one.value))),
          ),
        ),
      );
    },
  };
}

describe("the pictures of a run", () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  /** The page on which one lesson after the other runs.  @type {Awaited<ReturnType<typeof newPage>>} */
  let opened;
  before(async () => {
    site = await open();
    opened = await newPage(site.browser, site.url);
  });
  after(() => site.close());

  const withCharts = catalogue.filter(({ pictures }) => pictures.some((kind) => !NO_CHARTS.includes(kind)));
  for (const { id, pictures } of withCharts) {
    once.it(`of ${id} are there, with the numbers of its record`, { timeout: 120_000 }, async () => {
      const { params = QUICK[id], numbers = {} } = RUNS[id] ?? {};
      const { page, errors } = opened;
      const { picture, record, tables } = readerOf(page);
      await turnTo(page, id, params);
      await runButton(page).click();
      await done(page);
      const recorded = await record();
      for (const kind of pictures.filter((kind) => !NO_CHARTS.includes(kind))) {
        await picture(kind).waitFor();
        assert.ok((await attributeOf(picture(kind).getByRole("img").first(), "aria-label")).length > 10, kind);
        const shown = await tables(kind);
        for (const row of shown.flat()) assert.ok(row.length > 0 && row.every(Number.isFinite), `${kind}: ${row}`);
        assert.ok(shown.flat().length > 0, `${kind} has rows`);
        const expected = numbers[kind]?.(recorded);
        if (!expected) continue;
        const order = (/** @type {(number | null)[][]} */ rows) =>
          kind === "programs" ? rows.map((row) => JSON.stringify(row)).sort() : rows;
        const known = shown.map((table, at) =>
          order(
            table.map((row, nth) => row.map((one, column) => (expected[at]?.[nth]?.[column] === null ? null : one))),
          ),
        );
        assert.deepEqual(known, expected.map(order), kind);
      }
      assert.deepEqual(errors, []);
    });
  }

  once.it("are no other than those of which the test knows numbers, for a lesson that it knows", () => {
    for (const { id, pictures } of withCharts.filter(({ id }) => id in RUNS)) {
      const charts = pictures.filter((kind) => !NO_CHARTS.includes(kind));
      assert.deepEqual(Object.keys(RUNS[id].numbers).sort(), charts.sort(), id);
    }
  });

  it("follow a run while it goes, and stay when it is stopped", async () => {
    const { page, button, picture, tables } = await lesson(site, "threads", {
      threads: [{ name: "one", delay_ms: 20, repeats: 1000 }],
    });
    await button("Run").click();
    await picture("lines").waitFor();
    await button("Stop").click();
    await page.getByText(/^Stopped after/).waitFor();
    await picture("lines").getByText("The run was ended early: this is what came until then.").waitFor();
    const [[[lines, first, last]]] = await tables("lines");
    assert.ok(lines >= 1 && lines < 1000 && first > 0 && last >= first, `${lines} lines from ${first} to ${last} ms`);
    assert.equal(await picture("lines").locator("path.mark").count(), lines);
  });

  once.it("have colours that stand out from the page, in light and in dark", async () => {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { page, close } = await newPage(site.browser, site.url, { colorScheme });
      const contrasts = await page.evaluate(() => {
        const probe = document.body.appendChild(document.createElement("i"));
        return ["1", "2", "3", "4", "5", "6"].map((series) => {
          probe.style.color = `var(--series-${series})`;
          probe.style.backgroundColor = "var(--paper)";
          const { color, backgroundColor } = getComputedStyle(probe);
          return window.inPage.contrast(color, backgroundColor);
        });
      });
      for (const contrast of contrasts) assert.ok(contrast >= 3, `${colorScheme}: ${contrasts}`);
      await close();
    }
  });

  it("say so when they cannot be loaded, and the run is not the worse for it", async () => {
    const { page, button, record } = await lesson(site, "race", { increments: 1000 });
    await page.route("**/assets/lost-updates*.js", (route) => route.abort());
    await button("Run").click();
    await page.getByText(/^The pictures of this lesson could not be loaded/).waitFor();
    await done(page);
    assert.equal((await record()).result.expected, 4000);
    await page.unrouteAll();
    // Firefox remembers of a module that it could not be had, until the page is loaded anew.
    if (browserName === "firefox") await page.reload();
    await button("Run").click();
    await page.locator("mh-lost-updates mh-chart").waitFor();
  });
});

describe("the pictures of any run", () => {
  /** @type {Awaited<ReturnType<typeof openSites>>} */
  let sites;
  before(async () => {
    sites = await openSites();
  });
  after(() => sites.close());

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
    const site = await sites.withEngine(`
      ${engineExports}
      export async function run(lesson, params, preset, door, onEvents) {
        onEvents(${JSON.stringify(JSON.stringify(events))});
        return ${JSON.stringify(JSON.stringify(outcome))};
      }
    `);
    const opened = await lesson(site, id);
    await opened.run();
    return opened;
  }

  const chunk = (/** @type {number} */ worker, /** @type {number} */ item) => ({
    kind: "run",
    t_us: 100 * item,
    worker,
    what: "chunk",
    item,
  });

  once.it("say how many events were left out, and keep the counts of the record", async () => {
    const { picture, tables } = await pageAfter("pool-square", {
      events: [chunk(1, 0), chunk(2, 2)],
      result: { values: [], chunks: [2, 2, 1], by_worker: [4, 1] },
      metrics: { events_left_out: 1234 },
    });
    assert.deepEqual(await tables("chunks"), [[[4], [1]]]);
    await picture("chunks").getByText("The engine left out 1,234 events of this run, so some chunks").waitFor();
    assert.equal(await picture("chunks").locator("rect.box").count(), 2);
  });

  once.it("draw what the record has where there were no events", async () => {
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
    const drawing = await boxOf(picture("scaling").getByRole("img"));
    const dots = picture("scaling").locator("path.mark");
    assert.equal(await dots.count(), 2);
    for (const dot of await dots.all()) {
      const { y, height } = await boxOf(dot);
      assert.ok(y >= drawing.y && y + height <= drawing.y + drawing.height, `${y} in ${JSON.stringify(drawing)}`);
    }
  });

  once.it("say what the run left nothing of", async () => {
    const semaphore = await pageAfter("semaphore", { result: { max_inside: 1, acquired: [5, 5] } });
    await semaphore.picture("inside").getByText("This run left nothing that says who was inside.").waitFor();
    const queue = await pageAfter("queue", { result: { produced: 1, consumed: 1, max_depth: 1, blocked_puts: 0 } });
    await queue.picture("depth").getByText("This run left nothing that says how deep the queue was.").waitFor();
    const gil = await pageAfter("gil", { params: { threads: 2 } });
    await gil.picture("lock-holders").getByText("This run left nothing that says who held the lock.").waitFor();
    assert.ok(await gil.picture("interpreters").isHidden());
  });

  once.it("are not there for a run that failed before it had anything to show", async () => {
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
    assert.ok((await boxOf(svg)).height <= 64 * 6 + 60);
    assert.equal(await svg.locator("rect.box").count(), 64);
  });
});
