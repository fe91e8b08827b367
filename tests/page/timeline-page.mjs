// What the tests of the timeline share: a page whose engine sends what the test wants, and what its timeline shows.

import { serve } from "../../.dev/serve.mjs";
import { siteThatSends } from "./sequence-page.mjs";
import { launch, newPage } from "./site.mjs";

/** Events of one worker; times in microseconds. */
export const run = (at, worker, what, more = {}) => ({ kind: "run", t_us: at, worker, what, ...more });
export const hold = (at, worker, lock, item) => run(at, worker, "part", { item, holding: lock });
export const wait = (at, worker, on) => ({ kind: "wait", t_us: at, worker, on });
export const sleep = (at, worker, ms) => ({ kind: "sleep", t_us: at, worker, ms });

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;

/** After the last test. */
export const closeBrowser = async () => (await browser)?.close();

/**
 * A page after a run that gave these batches of events and took 9 ms, or as long as `metrics` says.
 * @param {string | object[][]} batches the events, or source that makes them
 * @param {{metrics?: object, options?: import('playwright-core').BrowserContextOptions, waits?: boolean}} [more]
 */
export async function timelineOf(batches, { metrics, options, waits = true } = {}) {
  const source = typeof batches === "string" ? batches : JSON.stringify(batches);
  const { folder, remove } = await siteThatSends(source, metrics);
  const site = await serve({ dir: folder });
  browser ??= launch();
  const { page, errors, close } = await newPage(await browser, `${site.url}#gil`, options);
  const button = (name) => page.getByRole("button", { name, exact: true });
  await button("Run").click();
  if (waits) await page.getByText(/^Done in/).waitFor({ timeout: 60_000 });
  const timeline = page.locator("mh-timeline");
  const canvas = timeline.locator("canvas");
  await canvas.waitFor();
  const nextFrame = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  /** Where the picture is in the page; the plot goes from its `left` to its `right`. */
  const plot = async () => {
    await canvas.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await canvas.boundingBox();
    return { x, y, width, height, left: x + 44, right: x + width - 10, middle: x + (width + 34) / 2 };
  };
  await nextFrame();
  return {
    page,
    errors,
    button,
    timeline,
    canvas,
    nextFrame,
    legend: timeline.locator(".legend"),
    pointed: timeline.locator(".pointed"),
    said: timeline.getByRole("status"),
    /** The cursor's line, and the time that stands on it. */
    line: timeline.locator(".line"),
    next: () => page.evaluate(() => new BroadcastChannel("engine").postMessage("go")),
    /** Presses one key after another on the picture. */
    async press(...keys) {
      for (const key of keys) await canvas.press(key);
      await nextFrame();
    },
    plot,
    /** What part of the run is shown, in milliseconds: what the mouse reads out at the two ends of the plot. */
    async shown() {
      const { left, right, y } = await plot();
      const ends = [];
      for (const x of [Math.ceil(left), Math.ceil(right) - 1]) {
        await page.mouse.move(x, y + 15);
        await nextFrame();
        ends.push(milliseconds(await timeline.locator(".line").textContent()));
      }
      await page.mouse.move(0, 0);
      return ends;
    },
    /** Rows of the table of this name, as texts. */
    async table(name) {
      const table = page.getByRole("table", { name });
      if (!(await table.isVisible())) await page.getByText("The timeline as a table").click();
      await table.waitFor();
      return table
        .locator("tr")
        .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
    },
    /** The file that "Download trace" gives. */
    async trace() {
      await page.evaluate(() => {
        const make = URL.createObjectURL;
        window.trace = new Promise((done) => {
          URL.createObjectURL = (blob) => {
            done(blob.text());
            return make.call(URL, blob);
          };
        });
        window.fileName = new Promise((done) => {
          const click = HTMLAnchorElement.prototype.click;
          HTMLAnchorElement.prototype.click = function () {
            done(this.download);
            click.call(this);
          };
        });
      });
      await button("Download trace").click();
      const [text, name] = await page.evaluate(() => Promise.all([window.trace, window.fileName]));
      return { name, trace: JSON.parse(text) };
    },
    /**
     * A pointer of this kind at these points one after the other; `pointercancel` where it says so.
     * @param {[type: string, id: number, x: number, y: number][]} steps in pixels of the picture
     */
    async pointer(kind, steps) {
      await canvas.evaluate(
        async (target, [kind, steps]) => {
          const { left, top } = target.getBoundingClientRect();
          for (const [type, pointerId, x, y] of steps) {
            const at = { clientX: left + x, clientY: top + y };
            const more = { pointerId, pointerType: kind, isPrimary: pointerId === steps[0][1], bubbles: true };
            target.dispatchEvent(new PointerEvent(`pointer${type}`, { ...at, ...more, button: 0 }));
            await new Promise(requestAnimationFrame);
          }
        },
        [kind, steps],
      );
      await nextFrame();
    },
    async close() {
      await close();
      await site.close();
      await remove();
    },
  };
}

/** A time as the cursor says it. */
function milliseconds(text) {
  const [, number, unit] = text.match(/^(-?[\d.]+) (µs|ms|s)$/);
  return Number(number) * { µs: 0.001, ms: 1, s: 1000 }[unit];
}
