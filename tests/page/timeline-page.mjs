// What the tests of the timeline share: a page whose engine sends what the test wants, and what its timeline shows.

import assert from "node:assert/strict";
import { done, openLesson } from "./lesson.mjs";
import { boxOf, textOf, textsOf } from "./reading.mjs";
import { engineThatSends } from "./sequence-page.mjs";
import { openSites, saved } from "./site.mjs";

// Events of one worker; `at` in microseconds.

/** @param {number} at @param {number} worker @param {string} what */
export const run = (at, worker, what, more = {}) => ({ kind: "run", t_us: at, worker, what, ...more });
/** @param {number} at @param {number} worker @param {string} lock @param {number} item */
export const hold = (at, worker, lock, item) => run(at, worker, "part", { item, holding: lock });
/** @param {number} at @param {number} worker @param {string} on */
export const wait = (at, worker, on) => ({ kind: "wait", t_us: at, worker, on });
/** @param {number} at @param {number} worker @param {number} ms */
export const sleep = (at, worker, ms) => ({ kind: "sleep", t_us: at, worker, ms });

/** How high the lanes are of a run of so many workers and a main program, and where each begins; 0 is main's. */
export const lanesOf = (/** @type {number} */ workers) => {
  const height = Math.max(9, Math.min(40, 190 / workers));
  const top = (/** @type {number} */ lane) => (lane === 0 ? 4 : 16 + (lane - 1) * height);
  return { height, top, middle: (/** @type {number} */ lane) => top(lane) + (lane === 0 ? 6 : height / 2) };
};

/** @type {ReturnType<typeof openSites> | undefined} */
let sites;

/** After the last test. */
export const closeSites = async () => (await sites)?.close();

/**
 * A page after a run that gave these batches of events and took 9 ms, or as long as `metrics` says.
 * @param {string | object[][]} batches the events, or source that makes them
 * @param {{metrics?: object, options?: import('./site.mjs').PageOptions, waits?: boolean}} [more]
 */
export async function timelineOf(batches, { metrics, options, waits = true } = {}) {
  sites ??= openSites();
  const site = await (await sites).withEngine(engineThatSends(batches, metrics));
  const { page, errors, button } = await openLesson(site, "#gil", options);
  await button("Run").click();
  if (waits) await done(page);
  const timeline = page.locator("mh-timeline");
  const canvas = timeline.locator("canvas");
  await canvas.waitFor();
  const nextFrame = () =>
    page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
  /** Where the picture is in the page; the plot goes from its `left` to its `right`. */
  const plot = async () => {
    // What was folded or unfolded just now may still move it.
    await nextFrame();
    await canvas.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await boxOf(canvas);
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
    /** Presses one key after another on the picture.  @param {string[]} keys */
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
        await page.mouse.move(x, y + 12);
        await nextFrame();
        ends.push(milliseconds(await textOf(timeline.locator(".line"))));
      }
      await page.mouse.move(0, 0);
      return ends;
    },
    /** Rows of the table of this name, as texts.  @param {string} name */
    async table(name) {
      const table = page.getByRole("table", { name });
      if (!(await table.isVisible())) await page.getByText("The timeline as a table").click();
      await table.waitFor();
      return textsOf(table.locator("tr"));
    },
    /** The file that "Download trace" gives. */
    async trace() {
      const { name, bytes } = await saved(page, () => button("Download trace").click());
      return { name, trace: JSON.parse(bytes.toString()) };
    },
    /**
     * A pointer of this kind at these points one after the other; `pointercancel` where it says so.
     * @param {string} kind
     * @param {[type: string, id: number, x: number, y: number][]} steps in pixels of the picture
     */
    async pointer(kind, steps) {
      await canvas.evaluate(
        async (target, { kind, steps }) => {
          const { left, top } = target.getBoundingClientRect();
          for (const [type, pointerId, x, y] of steps) {
            const at = { clientX: left + x, clientY: top + y };
            const more = { pointerId, pointerType: kind, isPrimary: pointerId === steps[0][1], bubbles: true };
            target.dispatchEvent(new PointerEvent(`pointer${type}`, { ...at, ...more, button: 0 }));
            await new Promise(requestAnimationFrame);
          }
        },
        { kind, steps },
      );
      await nextFrame();
    },
  };
}

/** A time as the cursor says it, in milliseconds.  @param {string} text */
function milliseconds(text) {
  const [, number, unit] = text.match(/^(-?[\d.]+) (µs|ms|s)$/) ?? [];
  assert.ok(unit, `“${text}” is a time`);
  return Number(number) * /** @type {{[unit: string]: number}} */ ({ µs: 0.001, ms: 1, s: 1000 })[unit];
}
