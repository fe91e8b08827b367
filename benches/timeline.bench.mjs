// What a frame of the timeline costs the page's thread while a reader moves about in it: 64 lanes, 100,000 events,
// a hundred steps sideways at each of some zooms. Measured is all script of a frame, from the key to the end of the
// drawing, once with one device pixel in a CSS pixel and once with two. Where others keep the machine busy, a clock on
// the wall counts their time too: beside it stands the processor's own, in the mean.

import { engineThatSends } from "../tests/page/sequence-page.mjs";
import { newPage, openSites } from "../tests/page/site.mjs";
import { printTable, said, spread } from "./lib/figures.mjs";

const LANES = 64;
const EVENTS = 100_000;
const FRAMES = 100;
const TARGET_MS = 8;

/** States in turn, of lengths that differ a hundredfold, some of them with a lock that goes round; and messages. */
const events = `(() => {
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const all = [];
  for (let worker = 0; worker < ${LANES}; worker++) {
    let t_us = 0;
    for (let i = 0; all.length < ((worker + 1) * ${EVENTS}) / ${LANES}; i++) {
      t_us += 5 + 500 * random() ** 3;
      const base = { t_us, worker };
      const kinds = [
        { kind: "run", what: "task", item: i },
        { kind: "wait", on: "a task" },
        { kind: "run", what: "step", item: i, holding: "lock " + (worker % 8) },
        { kind: "sleep", ms: 0.2 },
        { kind: "send", from: worker, to: (worker + 1) % ${LANES}, message: i },
      ];
      all.push({ ...base, ...kinds[i % kinds.length] });
    }
  }
  return [all.sort((a, b) => a.t_us - b.t_us)];
})()`;

export default async function () {
  const sites = await openSites();
  const site = await sites.withEngine(engineThatSends(events, { wall_ms: 210 }));
  const rows = [];
  for (const deviceScaleFactor of [1, 2]) {
    const options = { viewport: { width: 1600, height: 1000 }, deviceScaleFactor };
    const { page, close } = await newPage(site.browser, `${site.url}#gil`, options);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText(/^Done in/).waitFor();
    const busy = await processorTime(page);
    for (const zooms of [1, 3, 5, 7, 9]) {
      const before = await busy();
      const frames = await page.locator("mh-timeline canvas").evaluate(pan, { zooms, frames: FRAMES });
      const own = ((await busy()) - before) / FRAMES;
      const figure = spread(frames);
      const met = figure.median <= TARGET_MS ? "yes" : "NO";
      rows.push([
        `1 / ${2 ** zooms} of the run`,
        String(deviceScaleFactor),
        said(figure),
        own.toFixed(2),
        `≤ ${TARGET_MS}`,
        met,
      ]);
    }
    await close();
  }
  await sites.close();
  printTable(["shown", "pixel ratio", "script in a frame, ms", "of the processor, ms", "target", "met"], rows);
}

/**
 * How many milliseconds the page's thread has spent in script, by the processor's clock.
 * @param {import('playwright-core').Page} page
 */
async function processorTime(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN);
  };
}

/**
 * In the page: zooms in, pans, and gives each frame's script time in milliseconds.
 * @param {HTMLCanvasElement} canvas
 * @param {{zooms: number, frames: number}} how
 */
async function pan(canvas, { zooms, frames }) {
  const press = (/** @type {string} */ key, shiftKey = false) =>
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true }));
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
  press("0");
  for (let i = 0; i < zooms; i++) press("+");
  // The first of these may come before the drawing that the keys ask for.
  await nextFrame();
  await nextFrame();
  // What the page does in an animation frame is counted, whoever asked for it.
  const request = window.requestAnimationFrame;
  let spent = 0;
  window.requestAnimationFrame = (callback) =>
    request((now) => {
      const started = performance.now();
      callback(now);
      spent += performance.now() - started;
    });
  const times = [];
  try {
    for (let i = 0; i < frames; i++) {
      spent = 0;
      const started = performance.now();
      press(i < frames / 2 ? "ArrowRight" : "ArrowLeft", true);
      // The element is rendered in a microtask.
      await /** @type {any} */ (canvas.getRootNode()).host.updateComplete;
      const rendered = performance.now() - started;
      // Asked for after the element has asked, so that it comes after its drawing.
      await new Promise((done) => request(done));
      times.push(rendered + spent);
    }
  } finally {
    window.requestAnimationFrame = request;
  }
  return times;
}
