// Workers that are gone without a word, and such as never answer: whoever waits for them is told within a bounded time, by
// their names, and the next run works. The site is a copy in which the tests can reach the engine's own workers.

import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { serve } from "../../.dev/serve.mjs";
import { whyNoGpu } from "./gpu.mjs";
import { dist, errorOf, inTurn, launch, newPage, recordOf, run } from "./site.mjs";

/** Runs in the page and in the engine's worker before anything else: what the tests tell them to do to their workers. */
function reachable() {
  const scope = /** @type {any} */ (globalThis);
  if (scope.madeWorkers) return;
  /** @type {{name: string, worker: Worker, life?: string}[]} */
  const made = [];
  scope.madeWorkers = made;
  let silent = "";
  const Original = Worker;
  scope.Worker = class extends Original {
    /** @param {string | URL} address @param {WorkerOptions} options */
    constructor(address, options) {
      const name = options?.name ?? "";
      super(silent && name.startsWith(silent) ? new URL("/silent.js", location.origin) : address, options);
      this.made = { name, worker: this };
      made.push(this.made);
    }
    /** @param {any} message @param {any} transfer */
    postMessage(message, transfer) {
      // The lock that it holds while it lives.
      if (message?.life) Object.assign(this.made, { life: message.life });
      super.postMessage(message, transfer);
    }
  };
  /** @type {PromiseWithResolvers<void> | undefined} */
  let gpu;
  if (scope.GPUBuffer) {
    const map = scope.GPUBuffer.prototype.mapAsync;
    scope.GPUBuffer.prototype.mapAsync = async function (/** @type {unknown[]} */ ...given) {
      await gpu?.promise;
      return Reflect.apply(map, this, given);
    };
  }
  const others = new BroadcastChannel("tests");
  others.onmessage = ({ data: { end, silence, noFiles, isGpuBusy, heardIn } }) => {
    if (heardIn) return;
    if (isGpuBusy === true) gpu = Promise.withResolvers();
    if (isGpuBusy === false) gpu?.resolve();
    if (noFiles) Blob.prototype.arrayBuffer = () => new Promise(() => {});
    if (silence !== undefined) silent = silence;
    const ended = end !== undefined && made.findLast(({ name }) => name.startsWith(end));
    if (ended) ended.worker.terminate();
    others.postMessage({ heardIn: scope.document ? "page" : "worker", life: ended ? ended.life : undefined });
  };
  // What is patient for seconds is so for a quarter of it.
  const wait = setTimeout;
  scope.setTimeout = (/** @type {unknown} */ then, /** @type {number} */ ms, /** @type {unknown[]} */ ...more) =>
    Reflect.apply(wait, scope, [then, ms >= 1000 ? ms / 4 : ms, ...more]);
}

/** As in a frame that may keep nothing. */
const withoutLocks = `
Object.defineProperty(Object.getPrototypeOf(navigator), "locks", {
  get() { throw new DOMException("denied", "SecurityError"); },
});
`;

/**
 * A copy of the built site in which what is said here stands before certain scripts.
 * @param {Record<string, string>} prefixes by a part of the script's path
 */
async function siteWith(prefixes) {
  const folder = await mkdtemp(join(tmpdir(), "manyhands-"));
  // What was compressed beforehand would be served in place of what is written here.
  await cp(dist, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  await writeFile(join(folder, "silent.js"), "");
  for (const file of await readdir(folder, { recursive: true })) {
    const prefix = Object.entries(prefixes).find(([part]) => file.includes(part) && file.endsWith(".js"))?.[1];
    if (prefix) await writeFile(join(folder, file), prefix + (await readFile(join(folder, file), "utf8")));
  }
  const server = await serve({ dir: folder });
  return { url: server.url, close: () => inTurn([server.close, () => rm(folder, { recursive: true })]) };
}

/**
 * Says something to the scripts that are {@link reachable}, and waits until it was heard: what is said to a worker on another
 * way may overtake it.
 * @param {import('playwright-core').Page} page
 * @param {{end?: string, silence?: string, noFiles?: boolean, isGpuBusy?: boolean}} message
 * @param {"page" | "worker"} hearer the page itself, or the engine's own worker
 */
const say = (page, message, hearer = "worker") =>
  page.evaluate(
    ({ message, hearer }) =>
      new Promise((heard) => {
        const others = new BroadcastChannel("tests");
        others.onmessage = async ({ data }) => {
          if (data.heardIn !== hearer) return;
          others.close();
          // A worker is gone once the browser has freed its lock, some time after it was ended.
          if (data.life) await navigator.locks.request(data.life, () => {});
          heard(undefined);
        };
        others.postMessage(message);
      }),
    { message, hearer },
  );

/** So long a test waits for a run that hangs: the run has ended long before, or it does not end. */
const HANGS_MS = 40_000;

/**
 * How a run ends. When it is at work, `then` is said to the workers of the page.
 * @param {import('playwright-core').Page} page
 * @param {string} lesson
 * @param {Record<string, unknown>} params
 * @param {{end?: string, silence?: string}} [then]
 */
const endOf = (page, lesson, params, then) =>
  page.evaluate(
    async ({ lesson, params, then, HANGS_MS }) => {
      const others = new BroadcastChannel("tests");
      const isAtWork = (/** @type {{kind: string, worker: number}} */ { kind, worker }) =>
        kind === "progress" || (kind === "run" && worker > 0);
      let told = false;
      /** @param {any} event */
      const onEvent = (event) => {
        if (told || !then || !isAtWork(event)) return;
        told = true;
        others.postMessage(then);
      };
      const hung = new Promise((resolve) => setTimeout(resolve, HANGS_MS * 4, "hangs: nothing was heard"));
      const going = window.manyhands.run(lesson, params, { onEvent }).then(
        () => "a record",
        ({ kind, message }) => `${kind}: ${message}`,
      );
      const end = await Promise.race([going, hung]);
      if (end !== (await Promise.race([going, undefined]))) window.manyhands.stop();
      return end;
    },
    { lesson, params, then, HANGS_MS },
  );

/** Works for so long that it would still be at work. */
const SLOW = { inputs: [1, 2, 3, 4, 5, 6, 7, 8], workers: 2, task_ms: 10_000 };

/** @param {import('playwright-core').Page} page */
async function runsWork(page) {
  for (const kind of ["threads", "processes"])
    assert.deepEqual(
      (await recordOf(page, "pool-square", { inputs: [1, 2, 3], workers: 2, kind })).result.values,
      [1, 4, 9],
    );
}

describe("a worker that is gone without a word", { timeout: 240_000 }, () => {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof siteWith>>} */
  let site;
  before(async () => {
    const prefix = `(${reachable})();\n`;
    [browser, site] = await Promise.all([launch(), siteWith({ "coordinator-": prefix })]);
  });
  after(() => inTurn([() => browser.close(), () => site.close()]));

  const open = () => newPage(browser, site.url, { before: (page) => page.addInitScript(reachable) });

  for (const { what, lesson, params, name, says } of [
    {
      what: "a process of a pool",
      lesson: "pool-square",
      params: { ...SLOW, kind: "processes" },
      name: "manyhands-process",
      says: /^failed: ProcessDied: process [12] ended: the browser ended its worker/,
    },
    {
      what: "a thread",
      lesson: "pool-square",
      params: { ...SLOW, kind: "threads" },
      name: "manyhands-thread",
      says: /^failed: worker [12] ended: the browser ended its worker/,
    },
    {
      what: "a thread that has a lock for which another waits, or waits for it",
      lesson: "race",
      params: { guard: "lock", threads: 2, increments: 10_000_000, pause: 1_000_000 },
      name: "manyhands-thread",
      says: /^failed: worker [12] ended: the browser ended its worker/,
    },
    {
      what: "a thread of the data-parallel pool",
      lesson: "pi",
      params: { backend: "threads", points: 1e13, workers: 4 },
      name: "manyhands pool",
      says: /^failed: A worker of the data-parallel pool is gone: the browser ended it and did not say why/,
    },
    {
      what: "the engine's own worker",
      lesson: "pool-square",
      params: { ...SLOW, kind: "threads" },
      name: "coordinator",
      says: /^failed: The browser ended the engine’s worker and did not say why\./,
    },
  ])
    it(`ends the run by its name, and the next one works: ${what}`, async () => {
      const { page, close } = await open();
      assert.match(await endOf(page, lesson, params, { end: name }), says);
      await runsWork(page);
      await close();
    });

  it("leaves the next run alone where it is gone between two", async () => {
    const { page, close } = await open();
    await runsWork(page);
    await say(page, { end: "manyhands-thread" });
    await runsWork(page);
    await close();
  });
});

describe("a worker that never answers", { timeout: 240_000 }, () => {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof siteWith>>} */
  let site;
  before(async () => {
    [browser, site] = await Promise.all([launch(), siteWith({ "coordinator-": `(${reachable})();\n` })]);
  });
  after(() => inTurn([() => browser.close(), () => site.close()]));

  for (const { what, lesson, params, name, says } of [
    {
      what: "a process",
      lesson: "pool-square",
      params: { inputs: [1, 2], workers: 2, kind: "processes" },
      name: "manyhands-process",
      says: /^failed: process 1 did not start: no answer for 30 s/,
    },
    {
      what: "a thread",
      lesson: "pool-square",
      params: { inputs: [1, 2], workers: 4, kind: "threads" },
      name: "manyhands-thread",
      says: /^failed: thread 3 did not start: no answer for 30 s/,
    },
    {
      what: "a thread of the data-parallel pool",
      lesson: "pi",
      params: { backend: "threads", points: 1e6 },
      name: "manyhands pool",
      says: /^failed: the data-parallel pool did not start: no answer for 30 s/,
    },
    {
      what: "the engine's own worker",
      lesson: "pool-square",
      params: { inputs: [1, 2], kind: "threads" },
      name: "coordinator",
      says: /^failed: The engine’s worker has not answered for 30 seconds\./,
    },
  ])
    it(`ends the run by its name, and the next one works: ${what}`, async () => {
      const { page, close } = await newPage(browser, site.url, {
        before: (page) => page.addInitScript(reachable),
      });
      // The engine's worker is asked for anew; the others by an engine that is there.
      if (name !== "coordinator") await runsWork(page);
      const maker = name === "coordinator" ? "page" : "worker";
      await say(page, { silence: name }, maker);
      assert.match(await endOf(page, lesson, params), says);
      // The engine is another one now, which has heard nothing.
      await say(page, { silence: "" }, "page");
      await runsWork(page);
      await close();
    });
});

describe("a file that never answers", { timeout: 120_000 }, () => {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof siteWith>>} */
  let site;
  before(async () => {
    [browser, site] = await Promise.all([launch(), siteWith({ "coordinator-": `(${reachable})();\n` })]);
  });
  after(() => inTurn([() => browser.close(), () => site.close()]));

  it("ends the run that reads it, by its name", async () => {
    const { page, close } = await newPage(browser, site.url, {
      before: (page) => page.addInitScript(reachable),
    });
    await runsWork(page);
    await say(page, { noFiles: true });
    const message = await page.evaluate(async () => {
      const files = { "notes.txt": new Blob(["some words"]) };
      const hung = new Promise((resolve) => setTimeout(resolve, 120_000, "hangs"));
      const run = window.manyhands.run("background-zip", { file: "notes.txt" }, { files });
      return Promise.race([run.catch(({ message }) => message), hung]);
    });
    assert.match(message, /notes\.txt.*nothing of it had come after 30 s/);
    await close();
  });

  it("leaves the page in English where it is that of the language", async () => {
    const { page, close } = await newPage(browser, "about:blank", { locale: "es-ES" });
    await page.addInitScript(reachable);
    let isAsked = false;
    await page.route(/\/assets\/es-[^/]*\.js/, () => {
      isAsked = true;
    });
    await page.goto(site.url);
    await page.getByRole("button", { name: "Run", exact: true }).waitFor({ timeout: 40_000 });
    assert.ok(isAsked);
    await close();
  });
});

describe("a GPU that does not answer", { timeout: 120_000 }, () => {
  it("is told from the shader, called busy in later runs, and used again when it answers", async (t) => {
    const [browser, site] = await Promise.all([launch(), siteWith({ "coordinator-": `(${reachable})();\n` })]);
    t.after(() => inTurn([() => browser.close(), () => site.close()]));
    const { page } = await newPage(browser, site.url);
    const without = await whyNoGpu(page);
    if (without) return t.skip(without);
    const onGpu = { backend: "webgpu", points: 1000 };
    await say(page, { isGpuBusy: true });
    assert.match((await errorOf(page, "pi", onGpu)).message, /the GPU had not answered after 10 s: it may be busy/);
    const busy = "the GPU is still busy with the shader of an earlier run";
    assert.ok((await errorOf(page, "pi", onGpu)).message.includes(busy));
    const { result, output } = await recordOf(page, "pi", { points: 1000 });
    assert.equal(result.backend, "threads");
    assert.ok(output.some((/** @type {{text: string}} */ { text }) => text === `${busy}: threads instead`));
    await say(page, { isGpuBusy: false });
    assert.equal((await recordOf(page, "pi", onGpu)).result.inside, 764);
  });
});

describe("where there are no locks", { timeout: 120_000 }, () => {
  it("runs work, and what fails says so", async () => {
    const site = await siteWith({ "coordinator-": withoutLocks, "host.js": withoutLocks });
    const browser = await launch();
    const { page } = await newPage(browser, site.url, {
      before: (page) => page.addInitScript(withoutLocks),
    });
    await runsWork(page);
    const { error } = await run(page, "pool-square", { inputs: [1], workers: 100 });
    assert.equal(error?.kind, "invalid-parameter");
    await inTurn([() => browser.close(), () => site.close()]);
  });
});
