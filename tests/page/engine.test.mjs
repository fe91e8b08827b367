// What the page does with an engine that misbehaves. The engine is another one here: a module of a few lines
// with the same exports, so that each trouble comes when the test wants it.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { engineExports, errorOf, newPage, openSites, recordOf } from "./site.mjs";

/** @type {Awaited<ReturnType<typeof openSites>>} */
let sites;
before(async () => {
  sites = await openSites();
});
after(() => sites.close());

/** Ends well, after saying which of the engines it is: each engine that is started counts on. */
const GOOD = `
  const record = (lesson, door) => JSON.stringify({ record: {
    lesson, params: {}, output: [], result: { engine }, metrics: { wall_ms: 1, workers: 1 },
    environment: { door, threads: "isolated", logical_processors: 1 }, artifacts: [],
  } });
`;
const COUNT = `
  const counter = new URL("./count", import.meta.url).href;
  const cache = await caches.open("engines");
  const engine = 1 + Number(await (await cache.match(counter))?.text() ?? 0);
  await cache.put(counter, new Response(String(engine)));
`;

/** @param {string} source of \`run\` and what it needs; \`engine\` is its number, \`record(…)\` a good end */
const engineThat = (source) => `${COUNT}${GOOD}${engineExports}${source}`;

describe("an engine that misbehaves", () => {
  /** @param {string} source */
  async function pageWith(source) {
    const { browser, url } = await sites.withEngine(source);
    return newPage(browser, url);
  }

  it("is replaced after a panic: the run fails with the reason, the next one works", async () => {
    const { page } = await pageWith(
      engineThat(`export async function run(lesson, params, preset, door) {
        if (engine > 1) return record(lesson, door);
        postMessage({ type: "panic", message: "panicked at 'the last straw'" });
        return new Promise(() => {});
      }`),
    );
    const error = await errorOf(page, "pool-square");
    assert.equal(error.kind, "failed");
    assert.match(error.message, /the last straw/);
    assert.equal((await recordOf(page, "pool-square")).result.engine, 2);
    assert.equal((await recordOf(page, "pool-square")).result.engine, 2);
  });

  it("is replaced after an error that nobody caught", async () => {
    const { page } = await pageWith(
      engineThat(`export async function run(lesson, params, preset, door) {
        if (engine === 1) setTimeout(() => { throw new Error("thrown in a timer"); });
        else if (engine === 2) Promise.reject(new Error("a lost promise"));
        else if (engine === 3) throw new Error("run itself threw");
        else return record(lesson, door);
        return new Promise(() => {});
      }`),
    );
    for (const reason of [/thrown in a timer/, /a lost promise/, /run itself threw/]) {
      const error = await errorOf(page, "pool-square");
      assert.equal(error.kind, "failed");
      assert.match(error.message, reason);
    }
    assert.equal((await recordOf(page, "pool-square")).result.engine, 4);
  });

  it("is replaced, and the run begins anew, where a worker was gone before anything was heard of the run", async () => {
    const gone = `export async function run(lesson, params, preset, door, onEvents) {
      if (engine > 1 && !lesson.startsWith("pi")) return record(lesson, door);
      if (lesson === "race") onEvents(JSON.stringify([{ kind: "print", t_us: 1, worker: 1, text: "heard" }]));
      postMessage({ type: "gone", message: "thread 2 of the engine ended" });
      return JSON.stringify({ error: { kind: "failed", message: "thread 2 of the engine ended" }, engine_lost: true });
    }`;
    const { page } = await pageWith(engineThat(gone));
    assert.equal((await recordOf(page, "pool-square")).result.engine, 2);
    // Once: what ends the workers of each engine would end those of the next.
    const error = await errorOf(page, "pi");
    assert.equal(error.kind, "failed");
    assert.match(error.message, /thread 2/);
    // And not where the reader has seen something of it.
    const { page: another } = await pageWith(engineThat(gone));
    assert.match((await errorOf(another, "race")).message, /thread 2/);
    assert.equal((await recordOf(another, "race")).result.engine, 2);
  });

  it("is replaced when it says that it is lost", async () => {
    const { page } = await pageWith(
      engineThat(`export async function run(lesson, params, preset, door) {
        if (engine > 1) return record(lesson, door);
        return JSON.stringify({ error: { kind: "failed", message: "worker 3 died" }, engine_lost: true });
      }`),
    );
    const error = await errorOf(page, "pool-square");
    assert.equal(error.kind, "failed");
    assert.match(error.message, /worker 3 died/);
    assert.equal((await recordOf(page, "pool-square")).result.engine, 2);
  });

  it("fails a run that it cannot be loaded for, and is asked for again by the next", async () => {
    const { page } = await pageWith(`${COUNT}${GOOD}
      export default async function init() { if (engine === 1) throw new Error("no wasm today"); }
      export async function start() { if (engine === 2) throw new Error("no threads today"); }
      export async function run(lesson, params, preset, door) { return record(lesson, door); }
      export function stop() {}
      export function artifact() {}
    `);
    for (const reason of [/no wasm today/, /no threads today/]) {
      const error = await errorOf(page, "pool-square");
      assert.equal(error.kind, "failed");
      assert.match(error.message, reason);
    }
    assert.equal((await recordOf(page, "pool-square")).result.engine, 3);
  });

  it("fails a run when its files are not there", async () => {
    const { page } = await pageWith("syntax error");
    assert.equal((await errorOf(page, "pool-square")).kind, "failed");
    await page.route("**/engine/**", (route) => route.abort());
    assert.equal((await errorOf(page, "pool-square")).kind, "failed");
  });

  it("is replaced within about a second when it ignores Stop, even in an endless loop", async () => {
    const { page } = await pageWith(
      engineThat(`export async function run(lesson, params, preset, door, onEvents) {
        if (engine > 1) return record(lesson, door);
        onEvents(JSON.stringify([{ kind: "run", t_us: 0, worker: 1, what: "for ever" }]));
        await new Promise((resolve) => setTimeout(resolve));
        for (;;);
      }`),
    );
    const { kind, took, next } = await page.evaluate(async () => {
      const { promise: isGoing, resolve: goes } = Promise.withResolvers();
      const going = window.manyhands.run("pool-square", {}, { onEvent: goes }).catch(({ kind }) => kind);
      await isGoing;
      const started = performance.now();
      window.manyhands.stop();
      const kind = await going;
      const took = performance.now() - started;
      const record = await window.manyhands.run("pool-square");
      return { kind, took, next: record.result.engine };
    });
    assert.equal(kind, "cancelled");
    assert.ok(took >= 900 && took < 2500, `${took} ms`);
    assert.equal(next, 2);
  });

  it("is kept when it stops in time, and its run counts as cancelled", async () => {
    const { page } = await pageWith(
      engineThat(`
      let stopped;
      export async function run(lesson, params, preset, door, onEvents) {
        if (lesson === "second") return record(lesson, door);
        onEvents(JSON.stringify([{ kind: "run", t_us: 0, worker: 1, what: "until stopped" }]));
        await new Promise((resolve) => { stopped = resolve; });
        return record(lesson, door);
      }
      `).replace("export function stop() {}", "export function stop() { stopped(); }"),
    );
    const { kind, next } = await page.evaluate(async () => {
      const going = window.manyhands.run("first", {}, { onEvent: () => window.manyhands.stop() });
      const kind = await going.catch(({ kind }) => kind);
      const record = await window.manyhands.run("second");
      return { kind, next: record.result.engine };
    });
    assert.deepEqual({ kind, next }, { kind: "cancelled", next: 1 });
  });

  it("hands over the files of a run, also when another run has followed", async () => {
    const { page } = await pageWith(
      engineThat(`
      let last;
      export async function run(lesson, params, preset, door) {
        last = JSON.parse(params).text;
        const answer = JSON.parse(record(lesson, door));
        answer.record.artifacts = [{ name: "note.txt", media_type: "text/plain", size: last.length }];
        return JSON.stringify(answer);
      }
      `).replace("artifact() {}", "artifact(name) { if (name === 'note.txt') return new TextEncoder().encode(last); }"),
    );
    const answer = await page.evaluate(async () => {
      const { run, artifact } = window.manyhands;
      const [first, second] = [await run("a", { text: "one" }), await run("a", { text: "two" })];
      const blob = await artifact(first, "note.txt");
      return {
        first: await blob.text(),
        type: blob.type,
        second: await (await artifact(second, "note.txt")).text(),
        missing: await artifact(first, "other.txt").then(
          () => ({ kind: "none", message: "there is such a file" }),
          ({ kind, message }) => ({ kind, message }),
        ),
      };
    });
    assert.equal(answer.first, "one");
    assert.equal(answer.second, "two");
    assert.equal(answer.type, "text/plain");
    assert.equal(answer.missing.kind, "invalid-parameter");
    assert.match(answer.missing.message, /note\.txt/);
  });
});

describe("a lesson that fails", () => {
  /** @type {import('playwright-core').Page} */
  let page;
  before(async () => {
    const { browser, url } = await sites.withWorkbench();
    ({ page } = await newPage(browser, url));
  });

  const worksAgain = async () =>
    assert.deepEqual((await recordOf(page, "pool-square", { inputs: [1, 2, 3] })).result.values, [1, 4, 9]);

  for (const [how, reason] of /** @type {[string, RegExp][]} */ ([
    ["fail", /ValueError: \d is not welcome/],
    ["fail-in-process", /ValueError: \d is not welcome/],
    ["panic-in-process", /a task panicked as it was told to/],
    ["panic-on-thread", /a thread panicked as told/],
    ["panic-in-parallel", /a parallel worker panicked as told/],
    ["panic-in-main", /the coordinator panicked as told/],
    ["exhaust-memory", /memory/],
  ])) {
    it(`by ${how} ends with the reason, and the next run works`, { timeout: 60_000 }, async () => {
      const error = await errorOf(page, "misbehave", { how });
      assert.equal(error.kind, "failed");
      assert.match(error.message, reason);
      await worksAgain();
    });
  }

  for (const [how, hears] of /** @type {[string, boolean][]} */ ([
    ["wait-for-ever", true],
    ["loop-for-ever", false],
    ["loop-in-main", false],
  ])) {
    it(`to end (${how}) is stopped within about a second, and the next run works`, { timeout: 60_000 }, async () => {
      await worksAgain(); // so that the engine has loaded
      const { kind, took } = await page.evaluate(async (how) => {
        const { promise: isGoing, resolve: goes } = /** @type {PromiseWithResolvers<unknown>} */ (
          Promise.withResolvers()
        );
        const going = window.manyhands.run("misbehave", { how }, { onEvent: goes }).catch(({ kind }) => kind);
        // A coordinator in a loop sends no event, so there time has to do.
        if (how === "loop-in-main") setTimeout(goes, 300);
        await Promise.race([going, isGoing]);
        const started = performance.now();
        window.manyhands.stop();
        return { kind: await going, took: performance.now() - started };
      }, how);
      assert.equal(kind, "cancelled");
      if (hears) assert.ok(took < 900, `${took} ms`);
      else assert.ok(took > 900 && took < 2500, `${took} ms`);
      await worksAgain();
    });
  }
});
