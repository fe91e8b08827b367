// A browser in strangers' hands, round after round: what went wrong in it, and what is held after the first stretch and at the end.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { dist, fromRoot } from "../lib/paths.mjs";
import { elapsed } from "../lib/steps.mjs";
import { addressOf } from "../test/served.mjs";
import { compared } from "./allowance.mjs";
import { held, treeOf } from "./counts.mjs";
import { aHiddenRun, allHasCome, anUpdate, aReload, aRun, aVisit, frames, ofTests, plainRun, ready } from "./hands.mjs";
import { Lots } from "./lots.mjs";
import { objection } from "./outcome.mjs";

/** A deed that takes longer has hung: the longest waits for one run that was stopped, and for pages to load. */
const deedMinutes = 2;

/**
 * @typedef {object} Options
 * @property {"chromium" | "firefox"} browser
 * @property {string} seed
 * @property {number} rounds two at least
 * @property {number} [runs] by the API, in each round
 * @property {number} [frameCount]
 * @property {(text: string) => void} [say]
 *
 * @typedef {object} Report
 * @property {Record<string, number>} outcomes how many runs ended how
 * @property {string[]} failed what the runs said that failed by name
 * @property {string[]} faults
 * @property {ReturnType<typeof compared>} counts
 */

/**
 * @param {Options} options
 * @returns {Promise<Report>}
 */
export async function soak({ browser: name, seed, rounds, runs = 6, frameCount = 12, say = console.log }) {
  const { launch } = await ofTests("site.mjs");
  const { isOfGonePage } = await ofTests("firefox.mjs");
  const dir = await mkdtemp(join(tmpdir(), "manyhands-soak-"));
  await cp(dist, dir, { recursive: true });
  const server = spawn(process.execPath, [fromRoot(".dev", "serve.mjs"), "--dir", dir, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await addressOf(server);
  /** @type {import("playwright-core").Browser} */
  const browser = await launch({ name, forLong: true });

  /** @type {Report} */
  const report = { outcomes: {}, failed: [], faults: [], counts: [] };
  let round = 0;
  const blame = (/** @type {string} */ what) => report.faults.push(`round ${round + 1}: ${what}`);

  const newContext = async () => {
    const context = await browser.newContext();
    context.on("page", (page) =>
      page.on("pageerror", (error) => {
        if (!isOfGonePage(error)) blame(`an error on ${page.url()}: ${error.message}`);
      }),
    );
    return context;
  };
  try {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(url);
    await ready(page);
    /** @type {import("./hands.mjs").Hands} */
    const hands = {
      context,
      newContext,
      url,
      page,
      lessons: await page.evaluate(async () => {
        const { manyhands } = /** @type {any} */ (window);
        const ids = (await manyhands.lessons()).map((/** @type {{id: string}} */ { id }) => id);
        const all = await Promise.all(
          ids.map(async (/** @type {string} */ id) => ({ id, schema: await manyhands.schema(id) })),
        );
        // A program's text is drawn by no lot.
        return all.filter(({ schema }) => !schema.properties.program);
      }),
      beforeLeaving: name === "firefox" ? allHasCome : async () => {},
      tell: (where, asked, outcome) => {
        const how = outcome.kind ?? "without a name";
        report.outcomes[how] = (report.outcomes[how] ?? 0) + 1;
        if (how === "failed") report.failed.push(`${asked.lesson} by ${where}: ${outcome.message}`);
        const why = objection(asked, outcome);
        if (why === undefined) return;
        const stop = asked.stopAfter === undefined ? "" : `, stopped after ${asked.stopAfter} ms`;
        blame(`${asked.lesson} by ${where} ${why}\n  parameters ${JSON.stringify(asked.params)}${stop}`);
      },
    };
    /** What all have while the tab that stays is the only one, and has just run something known. */
    const count = async () => {
      await plainRun(page, hands, "the tab that stays");
      await collected(browser, page, name);
      const own = treeOf(server.pid ?? 0);
      const others = () => treeOf(process.pid).filter((pid) => pid !== process.pid && !own.includes(pid));
      return { browser: await atRest(others), server: held(own) };
    };
    const makeNewer = () => newVersion(dir, round + 1);

    // As many workers as any run will want.
    const wide = { lesson: "queue", params: { producers: 8, consumers: 8, items: 16 } };
    await page.evaluate(({ lesson, params }) => /** @type {any} */ (window).manyhands.run(lesson, params), wide);
    const stretch = Math.max(1, Math.round(rounds / 30));
    // Counting takes something itself, the first time.
    let first = await count();
    for (round = 0; round < rounds; round++) {
      for (const [deed, work] of deedsOf(hands, { runs, frameCount, makeNewer, isChromium: name === "chromium" })) {
        const lots = new Lots(`${seed} ${name} ${round} ${deed}`);
        await within(deedMinutes, work(lots)).catch((error) => blame(`${deed}: ${error.message}`));
      }
      if (round + 1 === stretch) first = await count();
      say(`    ${name}: round ${round + 1} of ${rounds}, ${elapsed()}, ${report.faults.length} faults`);
    }
    round = rounds - 1;
    const last = await count();
    report.counts = [
      ...compared("browser", first.browser, last.browser),
      ...compared("server", first.server, last.server),
    ];
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await once(server, "close");
    await rm(dir, { recursive: true, force: true });
  }
  return report;
}

/**
 * What a deed comes to, unless it does not end.
 * @param {number} minutes
 * @param {Promise<unknown>} work
 */
async function within(minutes, work) {
  const over = new AbortController();
  const late = setTimeout(minutes * 60_000, undefined, { signal: over.signal }).then(() => {
    throw new Error(`it had not ended after ${minutes} minutes`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    over.abort();
    // What is called off is no trouble, nor is what a deed that was given up comes to.
    late.catch(() => {});
    work.catch(() => {});
  }
}

/**
 * What is done in a round, in its order.
 * @param {import("./hands.mjs").Hands} hands
 * @param {{runs: number, frameCount: number, makeNewer: () => Promise<string>, isChromium: boolean}} options
 * @returns {[string, (lots: Lots) => Promise<unknown>][]}
 */
function deedsOf(hands, { runs, frameCount, makeNewer, isChromium }) {
  return [
    ...Array.from(
      { length: runs },
      (_, number) =>
        /** @type {[string, (lots: Lots) => Promise<unknown>]} */ ([`run ${number + 1}`, (lots) => aRun(hands, lots)]),
    ),
    ["hidden", (lots) => aHiddenRun(hands, lots, isChromium)],
    ["visit", (lots) => aVisit(hands, lots)],
    ["reload", (lots) => aReload(hands, lots)],
    ["update", () => anUpdate(hands, makeNewer)],
    ["frames", () => frames(hands, frameCount)],
  ];
}

/** A new version of the site, and the comment that tells it.  @param {string} dir @param {number} number */
async function newVersion(dir, number) {
  const { edit, withOtherRevision } = await ofTests("new-version.mjs");
  await edit(dir, "index.html", (/** @type {string} */ text) => `${text}<!--${number}-->\n`);
  const revision = number.toString(16).padStart(16, "0");
  await edit(dir, "service-worker.js", (/** @type {string} */ text) => withOtherRevision(text, "index.html", revision));
  return String(number);
}

/**
 * Lets the browser give back what nobody holds any more.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
async function collected(browser, page, name) {
  if (name === "firefox") return (await ofTests("firefox.mjs")).letGoOfMemory(browser);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.detach();
}

/**
 * What is held once that does not change from one second to the next, or after half a minute.
 * @param {() => number[]} pids
 */
async function atRest(pids) {
  let now = held(pids());
  for (let seconds = 0; seconds < 30; seconds++) {
    await setTimeout(1000);
    const before = now;
    now = held(pids());
    const isStill = now.workers === before.workers && now.descriptors === before.descriptors;
    if (isStill && Math.abs(now.megabytes - before.megabytes) < 5) break;
  }
  return now;
}
