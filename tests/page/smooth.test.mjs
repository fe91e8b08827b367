// While the engine works, the page's own thread stays free: what it does at once is bounded, however much happens. How long
// its longest task really takes is measured in benches/opening.bench.mjs, because a busy machine lengthens any task.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { done, runButton } from "./lesson.mjs";
import { engineExports, newPage, openSites, siteForTests } from "./site.mjs";

/** What one message of the engine may hold, so that the page reads it within a frame. */
const MOST_EVENTS = 2_000;
const MOST_CHARACTERS = 2_000_000;
/** How often the engine tells what happened. */
const PERIOD_MS = 50;

/** Lines that the page shows. */
const SHOWN = 300;

/**
 * A page that keeps count of what its engine sends and of what its animation frames do.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {{drawingMs?: number}} [options] with `drawingMs`, the page's clock shows the time of its frames, of which each
 *   takes 16 ms, and each drawing of the timeline takes this much of it
 */
async function countedPage(browser, address, { drawingMs } = {}) {
  const { page, close } = await newPage(browser, address, { before: (page) => page.addInitScript(count, drawingMs) });
  await runButton(page).waitFor();
  return { page, close };

  /** In the page, before its own scripts.  @param {number | undefined} drawingMs */
  function count(drawingMs) {
    const counted = /** @type {Window["counted"]} */ ({ messages: [], frames: [] });
    window.counted = counted;
    const get = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get;
    const read = new WeakSet();
    Object.defineProperty(MessageEvent.prototype, "data", {
      get() {
        const data = get?.call(this);
        if (this.target instanceof Worker && !read.has(this)) {
          read.add(this);
          const text = data.json ?? data.outcome ?? "";
          counted.messages.push({
            type: data.type,
            characters: text.length,
            items: data.json ? JSON.parse(text).length : 0,
          });
        }
        return data;
      },
    });

    let frame = { drawings: 0, lines: 0, isOver: false };
    let time = 0;
    if (drawingMs !== undefined) performance.now = () => time;
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...given) {
      const tree = this.canvas.getRootNode();
      if (tree instanceof ShadowRoot && tree.host.localName === "mh-timeline") {
        frame.drawings += 1;
        time += drawingMs ?? 0;
      }
      return clear.apply(this, given);
    };
    for (const name of /** @type {const} */ (["append", "replaceChildren"])) {
      const change = Element.prototype[name];
      Element.prototype[name] = function (...lines) {
        if (this.getAttribute("role") === "log") frame.lines += lines.length;
        return change.apply(this, lines);
      };
    }
    // All callbacks of one frame get the same time, which tells the frames apart.
    const request = window.requestAnimationFrame;
    /** @type {number | undefined} */
    let last;
    window.requestAnimationFrame = (callback) =>
      request((now) => {
        if (now !== last) {
          last = now;
          time += 16;
          const isOver = counted.messages.at(-1)?.type === "done";
          frame = { drawings: 0, lines: 0, isOver };
          counted.frames.push(frame);
        }
        callback(drawingMs === undefined ? now : time);
      });
  }
}

/** Presses Run, and gives how long it took, in ms.  @param {import('playwright-core').Page} page */
async function runToEnd(page) {
  const began = Date.now();
  await runButton(page).click();
  await done(page, 120_000);
  return Date.now() - began;
}

describe("the engine's messages", { timeout: 300_000 }, () => {
  const site = siteForTests();

  for (const lesson of [
    "pool-rows?rows=2000000",
    "queue?items=1000000&produce_ms=0&consume_ms=0",
    "pi?points=10000000000&backend=threads&generator=xorshift",
  ]) {
    it(`are few and short while ${lesson} runs`, async () => {
      const { page, close } = await countedPage(site.browser, `${site.url}#${lesson}`);
      const tookMs = await runToEnd(page);
      const messages = await page.evaluate(() => window.counted.messages);
      const told = messages.filter(({ type }) => type === "events");
      const events = told.reduce((sum, { items }) => sum + items, 0);
      assert.ok(told.length > 0 && events > 0, "the run told of events");
      for (const { type, items, characters } of messages) {
        assert.ok(items <= MOST_EVENTS, `${items} in a message of ${type}`);
        assert.ok(characters <= MOST_CHARACTERS, `${characters} characters in a message of ${type}`);
      }
      // Each time as many as are full, and one that is not.
      const most = 2 + tookMs / PERIOD_MS + events / MOST_EVENTS;
      assert.ok(told.length <= most, `${told.length} messages in ${tookMs} ms`);
      await close();
    });
  }
});

describe("the page's frames", { timeout: 120_000 }, () => {
  /** @type {Awaited<ReturnType<typeof openSites>>} */
  let sites;
  /** @type {Awaited<ReturnType<typeof sites.withEngine>>} */
  let busy;
  before(async () => {
    sites = await openSites();
    busy = await sites.withEngine(`
      ${engineExports}
      export async function run(lesson, params, preset, door, onEvents) {
        const output = [];
        for (let batch = 0; batch < 100; batch++) {
          const events = [];
          for (let i = 0; i < 1000; i++) {
            const t_us = (batch * 1000 + i) * 20;
            const worker = 1 + (i % 8);
            const kind = ["run", "wait", "send", "receive", "print"][i % 5];
            events.push({ kind, t_us, worker, what: "chunk", on: "a task", from: 1, to: 2, message: batch * 1000 + i, text: "line " + i });
          }
          events.push({ kind: "progress", t_us: batch * 20000, worker: 0, done: batch, total: 100 });
          onEvents(JSON.stringify(events));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return JSON.stringify({ record: { lesson, params: {}, output, result: {}, metrics: { wall_ms: 2000, workers: 8 },
          environment: { door, threads: "isolated", logical_processors: 2 }, artifacts: [] } });
      }
    `);
  });
  after(() => sites.close());

  it("each do one thing, and no more of it than is shown, at 50,000 events a second", async () => {
    const { page, close } = await countedPage(busy.browser, `${busy.url}#pool-square?workers=8`);
    await runToEnd(page);
    const frames = await page.evaluate(() => window.counted.frames);
    assert.ok(frames.some(({ drawings }) => drawings > 0) && frames.some(({ lines }) => lines > 0));
    for (const { drawings, lines } of frames) {
      assert.ok(lines <= SHOWN, `${lines} lines in a frame`);
      assert.ok(drawings === 0 || lines === 0, `${drawings} drawings and ${lines} lines in one frame`);
    }
    const log = page.getByRole("log");
    assert.equal(await log.evaluate((element) => element.childElementCount), SHOWN);
    await close();
  });

  it("come often between two drawings that are long", async () => {
    const drawingMs = 30;
    const { page, close } = await countedPage(busy.browser, `${busy.url}#pool-square?workers=8`, { drawingMs });
    await runToEnd(page);
    // What a run came to is drawn at once, and so is what a reader then looks at.
    const frames = await page.evaluate(() =>
      window.counted.frames.filter(({ isOver }) => !isOver).map((frame) => frame.drawings),
    );
    const drawn = frames.flatMap((drawings, frame) => (drawings > 0 ? [frame] : []));
    assert.ok(drawn.length > 1, "the timeline was drawn while events came");
    // At most a fifth of the time: four times as long as a drawing took, nothing is drawn.
    const between = drawn.slice(1).map((frame, i) => frame - drawn[i]);
    const least = Math.floor((4 * drawingMs) / 16);
    for (const frames of between) assert.ok(frames >= least, `${frames} frames between two drawings`);
    await close();
  });
});
