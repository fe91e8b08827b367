// What strangers do to the page, one deed after the other: what each came to is told by `tell`.

import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { fromRoot } from "../lib/paths.mjs";
import { setting } from "./lots.mjs";
import { patienceMs } from "./outcome.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("playwright-core").Frame} Frame
 * @typedef {import("./lots.mjs").Lots} Lots
 * @typedef {import("./lots.mjs").Setting} Setting
 * @typedef {import("./outcome.mjs").Outcome} Outcome
 * @typedef {object} Hands
 * @property {import("playwright-core").BrowserContext} context the reader of most of it
 * @property {() => Promise<import("playwright-core").BrowserContext>} newContext another reader
 * @property {string} url
 * @property {Page} page the tab that stays
 * @property {{id: string, schema: import("./lots.mjs").Schema}[]} lessons
 * @property {(page: Page | Frame) => Promise<unknown>} beforeLeaving what a page needs before it is left, for the browser to forget it
 * @property {(where: string, asked: Setting & {stopAfter?: number}, outcome: Outcome) => void} tell
 */

/** What the page's own tests have, which lie outside of these scripts. @param {string} name */
export const ofTests = (name) => import(pathToFileURL(fromRoot("tests", "page", name)).href);

/** A run that nobody stops by lot is stopped then: some would go on for hours. */
const longestMs = 4000;

/** A new version has taken over after this time, or does not while this page is there. */
const takeOverMs = 8000;

/**
 * @param {Page | Frame} page
 * @param {Pick<Setting, "lesson" | "params">} asked
 * @param {number} stopAfter
 * @returns {Promise<Outcome>}
 */
function run(page, { lesson, params }, stopAfter) {
  return page.evaluate(
    async ({ lesson, params, stopAfter, patienceMs }) => {
      const { manyhands } = /** @type {any} */ (window);
      let isStopped = false;
      const over = manyhands.run(lesson, params).then(
        () => ({ kind: "record" }),
        (/** @type {any} */ error) => ({ kind: error?.kind, message: String(error?.message ?? error) }),
      );
      const stop = window.setTimeout(() => {
        isStopped = true;
        manyhands.stop();
      }, stopAfter);
      const never = new Promise((resolve) =>
        window.setTimeout(() => resolve({ kind: "never" }), stopAfter + patienceMs),
      );
      const outcome = await Promise.race([over, never]);
      window.clearTimeout(stop);
      return { ...outcome, isStopped };
    },
    { lesson, params, stopAfter, patienceMs },
  );
}

/** A setting, and when its run is stopped.  @param {Lots} lots @param {Hands} hands */
function drawn(lots, { lessons }) {
  const asked = setting(lots, lessons);
  return { ...asked, stopAfter: lots.happens(0.4) ? lots.between(0, 1500) : longestMs };
}

/** A known run, which has to go well.  @param {Page | Frame} page @param {Hands} hands @param {string} where @param {Record<string, unknown>} [params] */
export async function plainRun(page, { tell }, where, params = { inputs: [1, 2, 3], task_ms: 5 }) {
  const asked = { lesson: "pool-square", params, isSpoilt: false, stopAfter: patienceMs };
  tell(where, asked, await run(page, asked, asked.stopAfter));
}

/** A run by the API, in the tab that stays.  @param {Hands} hands @param {Lots} lots */
export async function aRun(hands, lots) {
  const asked = drawn(lots, hands);
  hands.tell("the API", asked, await run(hands.page, asked, asked.stopAfter));
}

/** The same while the tab is hidden and shown again.  @param {Hands} hands @param {Lots} lots @param {boolean} isChromium */
export async function aHiddenRun(hands, lots, isChromium) {
  const asked = drawn(lots, hands);
  const running = run(hands.page, asked, asked.stopAfter);
  running.catch(() => {});
  const before = await hands.context.newPage();
  await before.bringToFront();
  await setTimeout(lots.between(100, 500));
  if (isChromium) {
    const session = await hands.context.newCDPSession(hands.page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    await setTimeout(lots.between(100, 1000));
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await session.detach();
  }
  await before.close();
  await hands.page.bringToFront();
  hands.tell("a hidden tab", asked, await running);
}

/** A run on a page of its own, by its buttons and a link.  @param {Hands} hands @param {Lots} lots */
export async function aVisit(hands, lots) {
  const asked = drawn(lots, hands);
  const { queryOf, buttonOf } = await ofTests("lesson.mjs");
  const page = await hands.context.newPage();
  try {
    await page.goto(`${hands.url}#${asked.lesson}?${queryOf(asked.params)}`);
    await buttonOf(page, "Run").click();
    const over = page.getByText(/^Done in|^Ended with|^Stopped after/);
    const isOver = await over.waitFor({ timeout: asked.stopAfter || 1 }).then(
      () => true,
      () => false,
    );
    // It may end this very moment.
    if (!isOver)
      await buttonOf(page, "Stop")
        .click({ timeout: 2000 })
        .catch(() => {});
    const text = await over.textContent({ timeout: patienceMs }).catch(() => null);
    // A value that a link cannot set stands at its default, so such a run goes well.
    hands.tell("a link and its Run", { ...asked, isSpoilt: false }, await shown(page, text, !isOver));
    await hands.beforeLeaving(page);
  } finally {
    await page.close();
  }
}

/**
 * What a page shows of a run.
 * @param {Page} page
 * @param {string | null} status
 * @param {boolean} isStopped
 * @returns {Promise<Outcome>}
 */
async function shown(page, status, isStopped) {
  if (status === null) return { kind: "never", isStopped };
  if (status.startsWith("Done")) return { kind: "record", isStopped };
  if (status.startsWith("Stopped")) return { kind: "cancelled", message: status, isStopped };
  const told = page.locator("mh-lesson .trouble, mh-lesson [role=alert], mh-lesson .field-error");
  const message = (await told.allTextContents()).join(" ").replace(/\s+/g, " ").trim();
  return { kind: "failed", message, isStopped };
}

/** A page that is loaded anew in the middle of a run, and runs.  @param {Hands} hands @param {Lots} lots */
export async function aReload(hands, lots) {
  const page = await hands.context.newPage();
  try {
    await page.goto(hands.url);
    await ready(page);
    await hands.beforeLeaving(page);
    const asked = { ...drawn(lots, hands), isSpoilt: false };
    // Nobody hears how it ends.
    await page.evaluate(({ lesson, params }) => {
      const { manyhands } = /** @type {any} */ (window);
      manyhands.run(lesson, params).catch(() => {});
    }, asked);
    await setTimeout(lots.between(0, 500));
    await page.reload();
    await ready(page);
    await plainRun(page, hands, `loaded anew while ${asked.lesson} ran with ${JSON.stringify(asked.params)}`);
    await hands.beforeLeaving(page);
  } finally {
    await page.close();
  }
}

/**
 * Another version of the site comes in the middle of a run, to a reader of its own: it takes over when that page is loaded anew.
 * @param {Hands} hands
 * @param {() => Promise<string>} makeNewer gives the comment that stands at the new page's end
 */
export async function anUpdate(hands, makeNewer) {
  const context = await hands.newContext();
  try {
    const page = await context.newPage();
    await page.goto(hands.url);
    await ready(page);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const slow = { task_ms: 300, inputs: [1, 2, 3, 4], workers: 1 };
    const running = plainRun(page, hands, "a new version meanwhile", slow);
    running.catch(() => {});
    const comment = await makeNewer();
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const fresh = registration.installing;
      if (fresh) await new Promise((resolve) => fresh.addEventListener("statechange", resolve, { once: true }));
    });
    await running;
    // The new version may take over once the page is there, which loads itself again then; whether it does, the page's tests hold.
    await page
      .waitForFunction(
        (comment) => "manyhands" in window && [...document.childNodes].some(({ nodeValue }) => nodeValue === comment),
        comment,
        { timeout: takeOverMs },
      )
      .catch(() => ready(page));
    await plainRun(page, hands, "after a new version");
    await hands.beforeLeaving(page);
  } finally {
    await context.close();
  }
}

/** As many lessons on one page of another site, which all run.  @param {Hands} hands @param {number} count */
export async function frames(hands, count) {
  const { coursePage, isolatingCourse } = await ofTests("site.mjs");
  const frame = `<iframe allow="cross-origin-isolated" src="${hands.url}embed.html?lesson=pool-square"></iframe>`;
  const course = await coursePage(frame.repeat(count), isolatingCourse);
  const page = await hands.context.newPage();
  try {
    await page.goto(course.url);
    const inner = page.frames().filter((one) => one !== page.mainFrame());
    if (inner.length !== count) throw new Error(`${inner.length} of ${count} frames came`);
    await Promise.all(
      inner.map(async (one) => {
        await ready(one);
        await plainRun(one, hands, `one of ${count} frames`);
        await hands.beforeLeaving(one);
      }),
    );
  } finally {
    await page.close();
    await course.close();
  }
}

/** @param {Page | Frame} page */
export const ready = (page) => page.waitForFunction(() => "manyhands" in window);

/** No part of a page has come for this long: there are no more. */
const quietMs = 1000;

/**
 * All parts of a page have come. Firefox 153 never forgets a page that is left while an `import()` of its is on the way: 12 of 12 pages
 * of five lines, with a service worker or without.
 * @param {Page | Frame} page
 */
export const allHasCome = (page) =>
  page.evaluate(
    (quietMs) =>
      new Promise((resolve) => {
        let timer = window.setTimeout(resolve, quietMs);
        new PerformanceObserver(() => {
          window.clearTimeout(timer);
          timer = window.setTimeout(resolve, quietMs);
        }).observe({ type: "resource" });
      }),
    quietMs,
  );
