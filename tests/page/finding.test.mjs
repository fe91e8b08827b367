// What a run is said to have found: from records made here, so that no chance of a run decides.

import assert from "node:assert/strict";
import { before, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { openLesson, runButton, turnTo } from "./lesson.mjs";
import { siteForTests } from "./site.mjs";

const once = inOneBrowser("sentences made of a record, by the page's own code");

/** A record as far as a finding looks at it. */
const record = (params = {}, result = {}, metrics = {}) => ({
  params,
  result,
  metrics: { wall_ms: 400, workers: 4, ...metrics },
  output: [],
  artifacts: [],
});

/** A race of four threads that lost so many.  @param {number} lost */
const race = (lost, guard = "none") =>
  record(
    { threads: 4, increments: 100_000, guard },
    { expected: 400_000, actual: 400_000 - lost, lost },
    guard === "none" ? { answer: lost > 0 ? 1 : 0 } : {},
  );

once.describe("what a run found", () => {
  const site = siteForTests();

  /** @type {Awaited<ReturnType<typeof openLesson>>} */
  let opened;
  before(async () => {
    opened = await openLesson(site, "#race");
  });

  /**
   * What the element says when it has these properties, a paragraph each by its class.
   * @param {string} id
   * @param {object} properties
   * @param {string} [prediction] an answer's text, which was chosen before
   */
  async function said(id, properties, prediction) {
    const { page, errors } = opened;
    await turnTo(page, id);
    if (prediction) await page.getByRole("radio", { name: prediction, exact: true }).check();
    const paragraphs = await page.evaluate(async (properties) => {
      const lesson = /** @type {HTMLElementTagNameMap["mh-lesson"]} */ (window.inPage.find("mh-lesson"));
      document.querySelector("body > mh-finding")?.remove();
      const finding = document.createElement("mh-finding");
      Object.assign(finding, { lesson: lesson.lesson }, properties);
      document.body.append(finding);
      await finding.updateComplete;
      const all = [...(finding.shadowRoot?.querySelectorAll("p") ?? [])];
      return Object.fromEntries(all.map((one) => [one.className, one.textContent?.replace(/\s+/g, " ").trim()]));
    }, properties);
    assert.deepEqual(errors, []);
    return paragraphs;
  }

  it("asks the question with its answer where nobody has predicted one", async () => {
    const { answer } = await said("race", { record: race(34_109) });
    assert.match(answer ?? "", /^Your run\. What will the number be .*\? This run’s answer: “Less: some additions are/);
  });

  it("is one sentence, with the answer and what was predicted", async () => {
    const right = await said("race", { record: race(34_109) }, "Less: some additions are lost");
    assert.equal(right.sentence, "400,000 additions, but the number is 365,891: 34,109 were lost.");
    const { sentence } = await said("race", { record: race(1) });
    assert.equal(sentence, "400,000 additions, but the number is 399,999: one was lost.");
    assert.match(right.verdict ?? "", /^Right this time\. Your prediction: “Less: some additions are lost”\./);
    const wrong = await said("race", { record: race(34_109) }, "The same: no addition is lost");
    assert.match(wrong.verdict ?? "", /^Not this time\. .*This run’s answer: “Less: some additions are lost”\./);
  });

  it("praises nobody for a loss that chance spared", async () => {
    const paragraphs = await said("race", { record: race(0) }, "The same: no addition is lost");
    assert.match(paragraphs.sentence ?? "", /nothing guarded them: it could have/);
    assert.equal(paragraphs.verdict, undefined);
    assert.match(paragraphs.open ?? "", /proves nothing: run it again/);
  });

  it("says what would answer the question where the run does not", async () => {
    const paragraphs = await said("race", { record: race(0, "lock") }, "The same: no addition is lost");
    assert.match(paragraphs.sentence ?? "", /the lock let in one thread at a time/);
    assert.match(paragraphs.open ?? "", /^The question is about a run with Guard: none/);
  });

  it("differs from the run before in words, where it differs by more than chance", async () => {
    const besideRace = async (/** @type {object} */ now, /** @type {object} */ before) =>
      (await said("race", { record: now, previous: before })).beside;
    assert.equal(await besideRace(race(34), race(12)), "Lost 34, before 12.");
    assert.equal(await besideRace(race(1000), race(1030)), "About as many as in the run before: 1,030.");
    assert.equal(await besideRace(race(0, "lock"), race(34_109)), "Lost 0, before 34,109. Changed: Guard none → lock.");

    const pool = (/** @type {number} */ workers, /** @type {number} */ ms) =>
      record({ inputs: [1, 2, 3], workers }, { by_worker: [1, 1, 1] }, { wall_ms: ms });
    const besidePool = async (/** @type {object} */ now, /** @type {object} */ before) =>
      (await said("pool-square", { record: now, previous: before })).beside;
    assert.equal(
      await besidePool(pool(3, 200), pool(1, 420)),
      "2.1 times faster than the run before. Changed: Workers 1 → 3.",
    );
    assert.equal(await besidePool(pool(3, 20), pool(1, 42)), undefined, "short runs are mostly their start");
    assert.equal(await besidePool(pool(3, 200), pool(3, 420)), undefined, "the same work differs by chance");
  });

  it("gives no verdict on what could not be measured, and says why", async () => {
    const unmeasured = { "gil.speedup": { why: "clock", tick_ms: 100, raise: "work" } };
    const result = { gil: { wall_ms: 0, speedup: null, switches: 3, busy_cores: null } };
    const busy = record({ threads: 2, interpreter: "gil" }, result, { unmeasured });
    const paragraphs = await said("gil", { record: busy });
    assert.match(paragraphs.notice ?? "", /clock of this browser is too coarse.*Raise Work/);
    assert.equal(paragraphs.verdict, undefined);
    assert.equal(paragraphs.sentence, undefined);
    assert.doesNotMatch(JSON.stringify(paragraphs), /NaN|null|undefined|Infinity/);
  });

  it("says where a run that came with the site is from, and that a run is no longer of what is set", async () => {
    const recorded = { browser: "Chromium", version: "156", date: "2026-11-28", processors: 2 };
    const earlier = await said("race", { record: race(34), recorded }, "Less: some additions are lost");
    assert.equal(earlier.sentence, "400,000 additions, but the number is 399,966: 34 were lost.");
    assert.equal(earlier.recorded, "A run recorded earlier in Chromium 156 on 2 processors. Press Run for yours.");
    assert.equal(earlier.verdict, undefined, "nobody predicted it");
    const stale = await said("race", { record: race(34), stale: true });
    assert.equal(stale.stale, "Parameters changed: run again.");
  });

  it("stands there after a run", async () => {
    const { page, close } = await openLesson(site, "#pool-square");
    await runButton(page).click();
    await page.locator("mh-finding .sentence").waitFor();
    await close();
  });
});
