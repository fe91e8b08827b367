// What a visitor waits for, and whether everybody can use what comes: what the page and the engine weigh, how soon the first
// line is there after Run, how long the page's thread is taken while a lesson runs, Lighthouse's scores, and what axe-core finds.

import { statSync } from "node:fs";
import { wasmBuilds } from "../.dev/build/wasm.mjs";
import { fromRoot } from "../.dev/lib/paths.mjs";
import { violationsOn } from "../tests/page/axe.mjs";
import { open, transferred } from "../tests/page/site.mjs";
import { Absent, fault, reason } from "./lib/absent.mjs";
import { printTable, said, spread } from "./lib/figures.mjs";
import { machine, writeJson } from "./lib/json.mjs";
import { lighthouse } from "./peers/lighthouse.mjs";

const ROUNDS = 5;
/** Each in another way: little to show, a lot of it, and a GPU. */
const LESSONS = ["pool-square", "gil", "pi"];

/** What keeps the engine busy, and tells much of it. */
const LONG_RUNS = [
  "pi?points=10000000000&backend=threads&generator=xorshift",
  "pi?points=1000000000&backend=serial",
  "pool-rows?rows=2000000",
  "queue?items=1000000&produce_ms=0&consume_ms=0",
];

/** A task shorter than this is none that a browser calls long, and is not told. */
const LONG_TASK_MS = 50;

/** @typedef {{what: string, where: string, figure: string, target: string, met: boolean | undefined}} Row */

export default async function () {
  /** @type {Row[]} */
  const rows = [];
  const add = (/** @type {string} */ what, /** @type {string} */ where, /** @type {string} */ figure) => ({
    atMost: (/** @type {number} */ value, /** @type {number} */ limit, unit = "") =>
      rows.push({ what, where, figure, target: `≤ ${limit}${unit}`, met: value <= limit }),
    atLeast: (/** @type {number} */ value, /** @type {number} */ limit) =>
      rows.push({ what, where, figure, target: `≥ ${limit}`, met: value >= limit }),
    open: () => rows.push({ what, where, figure, target: "", met: undefined }),
  });

  const site = await open();
  for (const path of ["", ...LESSONS.map((id) => `#${id}`), "embed.html?lesson=pool-square"]) {
    const kb = (await transferred(site.browser, site.url + path)) / 1000;
    add("transferred until it can be used", path || "start page", `${kb.toFixed(1)} kB`).atMost(kb, 150, " kB");
  }
  for (const build of wasmBuilds) {
    const kb = engineWeight(build) / 1000;
    add("engine, brotli", build, `${kb.toFixed(0)} kB`).atMost(kb, 300, " kB");
  }
  for (const id of LESSONS) {
    const taken = [];
    for (let round = 0; round < ROUNDS; round++) taken.push(await firstLine(site, id));
    const figure = spread(taken.map(({ warm }) => warm));
    add("Run to first line, engine loaded", id, `${said(figure, 0)} ms`).atMost(figure.median, 300, " ms");
    add("Run to first line, engine not loaded", id, `${said(spread(taken.map(({ cold }) => cold)), 0)} ms`).open();
  }
  for (const address of LONG_RUNS) {
    const taken = [];
    for (let round = 0; round < ROUNDS; round++) taken.push(await longestTask(site, address));
    const longest = spread(taken);
    const figure = longest.most < LONG_TASK_MS ? `under ${LONG_TASK_MS} ms` : `${said(longest, 0)} ms`;
    add("longest task of the page's thread in a run", address, figure).atMost(longest.median, 100, " ms");
  }
  for (const id of LESSONS) {
    const found = await axe(site, id);
    add("axe-core: rules violated, after a run", id, String(found)).atMost(found, 0);
  }
  for (const path of ["", ...LESSONS.map((id) => `#${id}`)]) {
    const where = path || "start page";
    try {
      for (const [name, each] of Object.entries(await lighthouse(site.url + path, ROUNDS))) {
        const score = spread(each);
        add(`Lighthouse, ${name}`, where, said(score, 0)).atLeast(score.median, 95);
      }
    } catch (error) {
      if (!(error instanceof Absent)) fault(`Lighthouse, ${where}`, reason(error));
      add("Lighthouse", where, `open: ${reason(error)}`).open();
    }
  }
  await site.close();

  const verdict = (/** @type {boolean | undefined} */ met) => (met === undefined ? "" : met ? "yes" : "NO");
  printTable(
    ["what", "where", "figure", "target", "met"],
    rows.map(({ what, where, figure, target, met }) => [what, where, figure, target, verdict(met)]),
  );
  console.log(`\nAll values: ${writeJson("opening", { date: new Date().toISOString(), machine: machine(), rows })}`);
}

/** @typedef {Awaited<ReturnType<typeof open>>} Site */

/** Bytes of the engine, as a server sends it that has brotli. @param {string} build */
const engineWeight = (build) =>
  ["manyhands_bg.wasm", "manyhands.js"]
    .map((name) => statSync(fromRoot("dist", "engine", build, `${name}.br`)).size)
    .reduce((sum, size) => sum + size, 0);

/**
 * Milliseconds from a click on Run to the first printed line: on a page that has not loaded the engine, and then again.
 * @param {Site} site
 * @param {string} id
 */
async function firstLine({ browser, url }, id) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}#${id}`);
  const run = page.getByRole("button", { name: "Run", exact: true });
  await run.waitFor();
  await page.waitForLoadState("networkidle");
  const log = page.locator("mh-output [role=log]");
  const measure = async () => {
    await log.evaluate((element) => {
      const shared = /** @type {any} */ (window);
      addEventListener("click", () => (shared.clicked = performance.now()), { once: true, capture: true });
      shared.firstLine = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (element.childElementCount === 0) return;
          observer.disconnect();
          resolve(performance.now() - shared.clicked);
        });
        observer.observe(element, { childList: true });
      });
    });
    await run.click();
    const ms = await page.evaluate(() => /** @type {any} */ (window).firstLine);
    await page.getByText(/^Done in/).waitFor();
    return ms;
  };
  const cold = await measure();
  const warm = await measure();
  await context.close();
  return { cold, warm };
}

/**
 * How long the longest task of the page's thread was during a run, in ms; 0 when none took as long as a long one does.
 * @param {Site} site
 * @param {string} address
 */
async function longestTask({ browser, url }, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}#${address}`);
  await page.getByRole("button", { name: "Run", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  const longest = await page.evaluate(async () => {
    const site = /** @type {any} */ (document.querySelector("mh-site"));
    const lesson = site.shadowRoot.querySelector("mh-lesson").shadowRoot;
    const status = lesson.querySelector("[role=status]");
    const tasks = [0];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
    // The page itself says when it is over: asking it from outside would be a task too.
    const over = new Promise((resolve) => {
      const look = () => /Done|error/.test(status.textContent) && resolve(status.textContent);
      new MutationObserver(look).observe(status, { childList: true, characterData: true, subtree: true });
    });
    lesson.querySelector("button.primary").click();
    const ended = String(await over);
    if (!ended.includes("Done")) throw new Error(`the run ${ended}`);
    // The observer hears of the last task a frame later.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return Math.max(...tasks);
  });
  await context.close();
  return longest;
}

/** How many rules a lesson violates once it has run and all of it is unfolded. @param {Site} site @param {string} id */
async function axe({ browser, url }, id) {
  const page = await browser.newPage();
  await page.goto(`${url}#${id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/^Done in/).waitFor();
  for (const summary of await page.locator("summary").all()) await summary.click();
  const found = await violationsOn(page);
  await page.close();
  return found.length;
}
