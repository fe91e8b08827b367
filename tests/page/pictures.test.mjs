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

/** In place of a figure that could not be measured there are words.  @param {(number | null)[]} figures */
const measured = (figures) => figures.filter((figure) => figure !== null);

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
        result.scaling.map((/** @type {Numbers} */ { workers, relative_throughput: relative }) =>
          measured([workers, relative, Math.min(workers, result.logical)]),
        ),
      ],
    },
  },
  "pool-square": {
    params: { inputs: [1, 2, 3, 4, 5, 6, 7, 8], workers: 3, chunksize: 3 },
    numbers: { chunks: ({ result }) => [columnOf(result.by_worker)] },
  },
  "pool-rows": {
    // So many that the clock can tell how long one worker took.
    params: { rows: 200_000, repeats: 4, workers: 2 },
    numbers: {
      speedup: ({ result }) => [[[result.serial_ms], [result.parallel_ms]]],
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
  "failing-tasks": {
    params: { inputs: [1, 2, 3], raises: 2, method: "imap" },
    numbers: {
      outcomes: ({ result }) => [[[result.finished], [result.values.length], [result.errors.length]]],
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
    params: { increments: 100, threads: 2 },
    numbers: {
      // What the run lost stands before, step by step; when each was is not the test's to know.
      "lost-updates": ({ result, metrics }) => [
        ...(metrics.lost_update ? [[1, 2, 3, 4].map((step) => [step, null])] : []),
        [[result.expected], [result.actual], [result.lost]],
      ],
    },
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
        Object.values(result).map((way) => measured([way.wall_ms, way.speedup, way.switches, way.busy_cores])),
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
const NO_CHARTS = ["sequence", "comparison", "walk"];

/**
 * A page with a lesson, and how to read its pictures.
 * @param {{browser: import('playwright-core').Browser, url: string}} site
 * @param {string} id
 * @param {{[name: string]: unknown}} [params]
 * @param {import('./site.mjs').PageOptions} [options]
 */
async function lesson(site, id, params = {}, options = {}) {
  const opened = await openLesson(site, `#${id}?${queryOf(params)}`, options);
  return { ...opened, ...readerOf(opened.page) };
}

/** How to read the pictures of a page.  @param {import('playwright-core').Page} page */
function readerOf(page) {
  /** Opens what of a picture is folded.  @param {string} kind */
  const unfold = (kind) =>
    page.locator(`mh-${kind}`).evaluate((picture) => {
      for (const fold of picture.shadowRoot?.querySelectorAll("details") ?? []) fold.open = true;
    });
  return {
    unfold,
    picture: (/** @type {string} */ kind) => page.locator(`mh-${kind}`),
    record: () =>
      page.locator("mh-result").evaluate((/** @type {HTMLElementTagNameMap["mh-result"]} */ element) => element.record),
    /** The numbers of each table of a picture, row by row.  @returns {Promise<number[][][]>} */
    async tables(/** @type {string} */ kind) {
      const charts = page.locator(`mh-${kind} mh-chart`);
      await charts.first().waitFor({ state: "attached" });
      await unfold(kind);
      for (const chart of await charts.all()) {
        await chart.locator("summary").click();
        // The table is made once the fold says that it is open, which may be a moment later.
        await chart.locator("tbody tr").first().waitFor({ state: "attached" });
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
      const { picture, record, tables, unfold } = readerOf(page);
      await turnTo(page, id, params);
      await runButton(page).click();
      await done(page);
      const recorded = await record();
      for (const kind of pictures.filter((kind) => !NO_CHARTS.includes(kind))) {
        await picture(kind).waitFor();
        await unfold(kind);
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
    const { page, button, record } = await lesson(site, "race", { pause: 0, increments: 1000 });
    await page.route("**/assets/lost-updates*.js", (route) => route.abort());
    await button("Run").click();
    await page.getByText(/^The pictures of this lesson did not load/).waitFor();
    await done(page);
    assert.equal((await record()).result.expected, 4000);
    await page.unrouteAll();
    // Firefox remembers of a module that it could not be had, until the page is loaded anew.
    if (browserName === "firefox") await page.reload();
    await button("Run").click();
    await page.locator("mh-lost-updates mh-chart").first().waitFor();
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

  /** The texts of each drawing of a picture.  @param {import('playwright-core').Locator} picture */
  const inSvgs = (picture) =>
    picture
      .getByRole("img")
      .evaluateAll((all) =>
        all.map((one) =>
          [...one.querySelectorAll("text")]
            .map((text) => (text.textContent ?? "").trim())
            .filter((text) => text !== ""),
        ),
      );
  /** Those of its first.  @param {import('playwright-core').Locator} picture */
  const inSvg = async (picture) => {
    await picture.getByRole("img").first().waitFor();
    return (await inSvgs(picture))[0];
  };

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
    // The tasks of two chunks.
    assert.equal(await picture("chunks").locator("rect.box").count(), 3);
  });

  once.it("have the inputs in the boxes of the tasks, and what came of it as the title", async () => {
    const { picture } = await pageAfter("pool-square", {
      events: [chunk(1, 0), chunk(3, 1), chunk(1, 2)],
      params: { inputs: [7, 8, 9] },
      result: { values: [], chunks: [1, 1, 1], by_worker: [2, 0, 1] },
    });
    await picture("chunks").getByRole("heading", { name: "2 workers shared 3 tasks" }).waitFor();
    assert.deepEqual(await inSvg(picture("chunks")), ["worker 1", "7²", "9²", "worker 2", "none", "worker 3", "8²"]);
    const one = await pageAfter("pool-commons", {
      events: [chunk(1, 0)],
      params: { list_a: [[1, 2]], list_b: [[2, 3]] },
      metrics: { chunks: [1], by_worker: [1] },
    });
    await one.picture("chunks").getByRole("heading", { name: "One worker got the only task" }).waitFor();
    assert.deepEqual(await inSvg(one.picture("chunks")), ["worker 1", "1,2 ∩ 2,3"]);
  });

  once.it("show one lost update step by step, in the order in which it happened", async () => {
    const { picture, tables } = await pageAfter("race", {
      params: { guard: "none", threads: 2 },
      result: { expected: 100, actual: 60, lost: 40 },
      metrics: { lost_update: { value: 5, threads: [2, 1], read_us: [4, 5], write_us: [9, 8] } },
    });
    await picture("lost-updates").getByRole("heading", { name: "One of 40 lost updates" }).waitFor();
    await picture("lost-updates").getByText("Both read 5, so both wrote 6: two additions").waitFor();
    await picture("lost-updates").getByRole("heading", { name: "40 % of the additions were lost" }).waitFor();
    const [steps] = await inSvgs(picture("lost-updates"));
    assert.deepEqual(
      steps.filter((text) => /reads|writes/.test(text)),
      ["reads 5", "reads 5", "writes 6", "writes 6"],
    );
    assert.deepEqual(
      steps.filter((text) => /^\d+$/.test(text)),
      ["5", "5", "6", "6"],
    );
    assert.deepEqual((await tables("lost-updates"))[0], [
      [1, 4],
      [2, 5],
      [3, 8],
      [4, 9],
    ]);
  });

  once.it("show with a lock who has it in turn, and that nothing is lost", async () => {
    const lock = "the lock";
    const takes = (/** @type {number} */ worker, /** @type {number} */ at) => [
      { kind: "run", t_us: at, worker, what: "adds one", holding: lock },
      { kind: "wait", t_us: at + 100, worker, on: lock },
    ];
    const { picture, tables } = await pageAfter("race", {
      events: [...takes(1, 0), { kind: "wait", t_us: 0, worker: 2, on: lock }, ...takes(2, 100), ...takes(1, 200)],
      params: { guard: "lock", threads: 2 },
      result: { expected: 3, actual: 3, lost: 0 },
    });
    await picture("lost-updates").getByRole("heading", { name: "One at a time has the lock" }).waitFor();
    await picture("lost-updates").getByRole("heading", { name: "Every addition was kept" }).waitFor();
    assert.deepEqual((await tables("lost-updates"))[0], [
      [1, 0, 0.1],
      [2, 0.1, 0.2],
      [3, 0.2, 0.3],
    ]);
    assert.equal(await picture("lost-updates").locator("g.lane line.idle").count(), 3, "who waits is seen to wait");
  });

  once.it("set one worker’s time above what each worker of the pool did", async () => {
    const part = (/** @type {number} */ worker, /** @type {number} */ from, /** @type {number} */ to) => [
      { kind: "run", t_us: 1000 * from, worker, what: "chunk", item: worker },
      { kind: "wait", t_us: 1000 * to, worker, on: "a task" },
    ];
    const { picture } = await pageAfter("pool-rows", {
      events: [...part(1, 10, 15), ...part(2, 10, 14)],
      result: { serial_ms: 9, parallel_ms: 5, speedup: 1.8, histogram: [1, 2] },
    });
    await picture("speedup").getByRole("heading", { name: "The pool was 1.8 times faster" }).waitFor();
    const widths = await picture("speedup")
      .locator("rect.box")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
    assert.deepEqual(
      widths.map((width) => Math.round((9 * width) / widths[0])),
      [9, 5, 4],
    );
    assert.ok(await picture("histogram").getByRole("img").isHidden(), "what was computed is folded");
  });

  once.it("say why there are no times where the clock was too coarse for them", async () => {
    const { picture } = await pageAfter("pool-rows", {
      result: { serial_ms: null, parallel_ms: null, speedup: null, histogram: [1] },
      metrics: { unmeasured: { serial_ms: { why: "clock", tick_ms: 100, raise: "rows" } } },
    });
    await picture("speedup").getByText("it ticks every 100 ms. Raise Rows and run again.").waitFor();
  });

  once.it("show the end of a wait so wide that its two moments are apart", async () => {
    const line = (/** @type {number} */ worker, /** @type {number} */ ms) => ({
      kind: "print",
      worker,
      t_us: 1000 * ms,
      text: "x",
    });
    const { picture } = await pageAfter("timeout", {
      events: [line(1, 1000), line(0, 5000), line(0, 5000.4)],
      result: { ticks: 1, timed_out: true, stopped_after_ms: 5000.4 },
    });
    await picture("ticks").getByRole("heading", { name: "join returned while the thread was alive" }).waitFor();
    const moments = await picture("ticks")
      .locator(".reference line")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
    assert.equal(moments.length, 2);
    assert.ok(moments[1] - moments[0] > 60, moments.join());
  });

  once.it("draw a queue that changes often as a band, not as a block", async () => {
    const depth = Array.from({ length: 900 }, (_, at) => [at / 10, at % 9]);
    const often = await pageAfter("queue", { params: { capacity: 8 }, result: { produced: 900 }, metrics: { depth } });
    await often.picture("depth").getByText("The band goes from the fewest to the most").waitFor();
    const line = await attributeOf(often.picture("depth").locator("path.way"), "d");
    assert.ok(line.split("L").length <= 90, "a line of few points");
    const few = await pageAfter("queue", {
      params: { capacity: 8 },
      result: { produced: 60 },
      metrics: { depth: depth.slice(0, 60) },
    });
    await few.picture("depth").locator("path.way").waitFor();
    assert.ok(!(await few.picture("depth").getByText("The band goes").isVisible()));
    await few.picture("depth").getByText("room for 8").first().waitFor();
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
