// The one view of a lesson: before a run its program, its controls and a picture are there together, and pressing Run shows
// what happened, at any width, in a small frame, and in a part of a lesson.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inOneBrowser, sample } from "./browsers.mjs";
import { ended, openLesson, QUICK, queryOf, recordedIds, runButton, turnTo } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { addressOf, coursePage, newPage, open, siteForTests } from "./site.mjs";

const once = inOneBrowser("the parts are the page's own, whatever shows it");

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 360, height: 740 },
];
/** The widest and the narrowest. */
const ENDS = SIZES.filter((size) => size.width === 1280 || size.width === 360);
const FRAME = { width: 600, height: 360 };

/** Run, for each size: one that prints, one that waits, one with a table of numbers. */
const RUN = ["race", "semaphore", "pool-square"];

/** Less of a program or a picture than this, in pixels, is not seen. */
const LEAST = 80;

/** A layout that shifts by less is good, by what Web Vitals take for that. */
const GOOD_SHIFT = 0.1;

/** Sums up, in the page, how much its layout shifts. */
function countShifts() {
  const counted = /** @type {{shifts?: number}} */ (window);
  counted.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      counted.shifts = (counted.shifts ?? 0) + /** @type {PerformanceEntry & {value: number}} */ (entry).value;
  }).observe({ type: "layout-shift", buffered: true });
}

/**
 * How many pixels of the height of a part of the lesson are in the window, above what sticks to its lower edge, and how high
 * the part is.
 * @param {import('playwright-core').Page} page
 */
const heightsOf = (page) =>
  page.evaluate(() => {
    const root = window.inPage.find("mh-lesson")?.shadowRoot;
    const bar = root?.querySelector(".run-bar");
    const barTop = bar?.getBoundingClientRect().top ?? innerHeight;
    const isBelow =
      bar !== null && bar !== undefined && getComputedStyle(bar).bottom === "0px" && barTop > innerHeight / 2;
    /** @param {Element | null | undefined} element @param {number} [floor] */
    const heights = (element, floor = innerHeight) => {
      if (!element) return { seen: 0, whole: 0 };
      const { top, bottom } = element.getBoundingClientRect();
      return { seen: Math.max(0, Math.min(bottom, floor) - Math.max(top, 0)), whole: bottom - top };
    };
    const floor = isBelow ? barTop : innerHeight;
    const lead = [...(root?.querySelector("mh-pictures.lead")?.shadowRoot?.children ?? [])].find(
      (one) => one.getBoundingClientRect().height > 0,
    );
    return {
      title: heights(root?.querySelector(".title"), floor),
      summary: heights(root?.querySelector(".summary"), floor),
      program: heights(root?.querySelector("mh-program"), floor),
      parameters: heights(root?.querySelector("mh-form")?.shadowRoot?.querySelector(".main"), floor),
      run: heights(root?.querySelector(".run-bar .primary")),
      finding: heights(root?.querySelector("mh-finding"), floor),
      picture: heights(lead, floor),
      timeline: heights(root?.querySelector("mh-timeline"), floor),
    };
  });

/** @typedef {Awaited<ReturnType<typeof heightsOf>>} Heights */

/** @param {Heights} heights @param {(keyof Heights)[]} parts @param {string} when */
function whole(heights, parts, when) {
  for (const part of parts) {
    const { seen, whole } = heights[part];
    assert.ok(whole > 0 && seen >= whole - 1, `${when}: ${Math.round(seen)} of ${Math.round(whole)} px of ${part}`);
  }
}

/** @param {Heights} heights @param {(keyof Heights)[]} parts @param {string} when */
function partly(heights, parts, when) {
  for (const part of parts) {
    const { seen, whole } = heights[part];
    assert.ok(
      whole > 0 && seen >= Math.min(LEAST, whole - 1),
      `${when}: ${Math.round(seen)} of ${Math.round(whole)} px of ${part}`,
    );
  }
}

/** What has not moved for so many frames moves no more: a scrolling that was asked for has begun by then. */
const STILL_FRAMES = 20;

/** Waits until nothing of the page moves any more.  @param {import('playwright-core').Page} page */
async function settled(page) {
  let last = "";
  for (;;) {
    const now = JSON.stringify([await heightsOf(page), await page.evaluate(() => scrollY)]);
    if (now === last) return;
    last = now;
    // Frames and not a time: on a busy machine a time may pass in which nothing could move.
    await page.evaluate(async (frames) => {
      for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
    }, STILL_FRAMES);
  }
}

describe("the one view", { timeout: 300_000 }, () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  before(async () => {
    site = await open();
  });
  after(() => site.close());

  it("has title, text, program, parameters, Run and a picture together at 1280 × 800, in each lesson", async () => {
    const { page, errors, close } = await newPage(site.browser, site.url, { viewport: SIZES[0] });
    for (const id of await recordedIds(page)) {
      await turnTo(page, id);
      await page.locator("mh-finding[filled]").waitFor();
      await settled(page);
      const heights = await heightsOf(page);
      assert.equal(await page.evaluate(() => scrollY), 0);
      whole(heights, ["title", "summary", "run", "finding"], id);
      partly(heights, ["program", "parameters", "picture"], id);
    }
    assert.deepEqual(errors, []);
    await close();
  });

  // Firefox does not tell of layout shifts.
  once.it("appears where it will stay, at any width", async () => {
    for (const viewport of sample(SIZES, ENDS)) {
      for (const id of RUN) {
        const { page, close } = await newPage(site.browser, `${site.url}#${id}`, {
          viewport,
          before: (page) => page.addInitScript(countShifts),
        });
        await page.locator("mh-finding[filled]").waitFor();
        await settled(page);
        const shifts = await page.evaluate(() => /** @type {{shifts?: number}} */ (window).shifts ?? Number.NaN);
        assert.ok(shifts <= GOOD_SHIFT, `${id}, ${viewport.width} px wide: the layout shifted by ${shifts.toFixed(3)}`);
        await close();
      }
    }
  });

  for (const viewport of sample(SIZES, ENDS)) {
    it(`shows what a run did beside its program at ${viewport.width} × ${viewport.height}`, async () => {
      const { page, errors, close } = await newPage(site.browser, site.url, { viewport });
      for (const id of RUN) {
        await turnTo(page, id, QUICK[id]);
        // By itself: what drives Firefox scrolls to what it presses.
        await runButton(page).evaluate((/** @type {HTMLButtonElement} */ button) => button.click());
        await ended(page);
        await settled(page);
        const heights = await heightsOf(page);
        whole(heights, ["run", "finding"], id);
        partly(heights, ["program", "picture"], id);
        // Where all of it is seen already, nothing moves.
        if (viewport.width === 1280) assert.equal(await page.evaluate(() => scrollY), 0, id);
      }
      assert.deepEqual(errors, []);
      await close();
    });
  }

  it("shows what a run did beside its program in a frame of 600 × 360", async () => {
    const { page, errors, close } = await newPage(site.browser, "about:blank", { viewport: FRAME });
    for (const id of RUN) {
      await page.goto(`${site.url}embed.html?lesson=${id}&${queryOf(QUICK[id] ?? {})}`);
      await runButton(page).click();
      await ended(page);
      await settled(page);
      const heights = await heightsOf(page);
      whole(heights, ["run", "finding"], id);
      partly(heights, ["program", "picture"], id);
    }
    assert.deepEqual(errors, []);
    await close();
  });

  it("is usable as a picture and a button in 300 × 150", async () => {
    const { page, errors, close } = await newPage(site.browser, `${site.url}embed.html?lesson=race&show=picture`, {
      viewport: { width: 300, height: 150 },
    });
    await runButton(page).click();
    await ended(page);
    await settled(page);
    const heights = await heightsOf(page);
    whole(heights, ["run"], "race");
    partly(heights, ["picture"], "race");
    assert.equal(heights.title.whole + heights.program.whole + heights.timeline.whole, 0);
    assert.deepEqual(errors, []);
    await close();
  });
});

describe("the parts of a lesson", () => {
  const site = siteForTests();

  /** The parts that are there, of those that these tests ask for.  @param {import('playwright-core').Page | import('playwright-core').FrameLocator} scope */
  const partsIn = (scope) =>
    scope.locator("mh-lesson").evaluate((lesson) => {
      const parts = {
        title: ".title",
        text: ".summary",
        program: "mh-program",
        parameters: "mh-form",
        question: "mh-predict",
        run: ".run-bar",
        finding: "mh-finding",
        picture: "mh-pictures.lead",
        timeline: "mh-timeline",
        tries: ".tries",
        output: "mh-output",
        details: ".details",
        studies: "mh-study",
        background: ".background",
        more: "footer",
      };
      return Object.entries(parts).flatMap(([part, selector]) =>
        lesson.shadowRoot?.querySelector(selector) ? [part] : [],
      );
    });

  once.it("are those that the address names, and Run with what a run fills", async () => {
    for (const [show, parts] of [
      ["program", ["program"]],
      ["program,timeline", ["program", "run", "timeline"]],
      ["title, text, question", ["title", "text", "question"]],
      ["tries,output", ["run", "tries", "output"]],
      ["background,more", ["background", "more"]],
    ]) {
      const { page, errors, close } = await newPage(site.browser, `${site.url}embed.html?lesson=race&show=${show}`);
      await page.locator("mh-lesson .view").waitFor({ state: "attached" });
      assert.deepEqual(await partsIn(page), parts, String(show));
      assert.deepEqual(errors, []);
      await close();
    }
  });

  once.it("that there are not are told, with those that there are", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}embed.html?lesson=race&show=program,graph`);
    const told = await textOf(page.getByRole("alert"));
    assert.match(told, /“graph”/);
    assert.match(told, /program.*timeline.*background/);
    assert.deepEqual(await partsIn(page), ["program"]);
    await close();
  });

  once.it("stay named in the address, and in the lines to embed them", async () => {
    const { page, button, field } = await openLesson(site, "embed.html?lesson=race&show=parameters,picture,more");
    await field("Threads").fill("3");
    assert.equal(new URL(await addressOf(page)).searchParams.get("show"), "parameters,picture,more");
    await button("Embed…").click();
    const dialog = page.getByRole("dialog", { name: "Put this lesson into another page" });
    assert.match(
      await dialog.getByRole("textbox", { name: "As a frame" }).inputValue(),
      /show=parameters,picture,more/,
    );
    assert.match(
      await dialog.getByRole("textbox", { name: "As an element" }).inputValue(),
      /<many-hands lesson="race" show="parameters,picture,more" threads="3">/,
    );
  });

  it("are named by an attribute of the element", async () => {
    const course = await coursePage(`<script type="module" src="${site.url}many-hands.js"></script>
      <many-hands lesson="race" show="picture"></many-hands>`);
    const { page, close } = await newPage(site.browser, course.url);
    const frame = page.frameLocator("many-hands iframe");
    await runButton(frame).waitFor();
    assert.deepEqual(await partsIn(frame), ["run", "picture"]);
    await close();
    course.close();
  });
});
