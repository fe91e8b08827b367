// The schedules of the programs in schedules/, searched by what the variable PYTHON_IN names: native, chromium, firefox. What must be
// found stands in the comments at the end of each, worked out by hand: `# search [NAME=VALUE ...]: VERDICT [KIND] [NAME=VALUE ...]`, with the
// parameters of the search before the colon.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { executorNamed } from "./executors/executor.mjs";

const folder = fileURLToPath(new URL("schedules", import.meta.url));
const executor = await executorNamed(process.env.PYTHON_IN || "cpython");
const { search } = executor;

/** @param {string} words @returns {{plain: string[], named: {[name: string]: string}}} */
function read(words) {
  const all = words.split(/\s+/).filter(Boolean);
  const pairs = all.filter((word) => word.includes("=")).map((word) => word.split("="));
  return { plain: all.filter((word) => !word.includes("=")), named: Object.fromEntries(pairs) };
}

/** @param {string} program */
function casesOf(program) {
  const lines = [...program.matchAll(/^# search(.*?): (.*)$/gm)];
  assert.ok(lines.length > 0, "it says what must be found");
  return lines.map(([, given, found]) => ({ given: read(given).named, found: read(found) }));
}

/** @param {string} text */
const value = (text) => (/^\d+$/.test(text) ? Number(text) : text);

describe(`The schedules of programs, searched in ${executor.name}`, { skip: !search, timeout: 1_200_000 }, () => {
  before(() => executor.open());
  after(() => executor.close());

  for (const name of readdirSync(folder).sort()) {
    const program = readFileSync(join(folder, name), "utf8");
    for (const { given, found } of casesOf(program)) {
      it([name, ...Object.entries(given).map((pair) => pair.join("="))].join(" "), async () => {
        const params = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, value(text)]));
        // It ends sooner by itself; a machine that is busy with other things takes longer.
        const budget_ms = 120_000;
        const { result } = await /** @type {NonNullable<typeof search>} */ (search)({ program, budget_ms, ...params });
        const [verdict, kind] = found.plain;
        const told = JSON.stringify({ ...result, steps: result.steps.length }, undefined, 1);
        assert.equal(result.verdict, verdict, told);
        const { preemptions, switches, steps, exit, conflict, always, outcomes, why, schedules, ...unknown } =
          found.named;
        assert.deepEqual(unknown, {}, "what is expected is known");
        const broken = result.outcomes.filter((/** @type {any} */ outcome) => outcome.kind === kind);
        if (kind) assert.ok(broken.length > 0, told);
        /** @type {{[name: string]: string | undefined}} */
        const least = { preemptions, switches, steps, exit };
        for (const [name, expected] of Object.entries(least)) {
          if (expected === undefined) continue;
          const shortest = broken.toSorted(
            (/** @type {any} */ a, /** @type {any} */ b) =>
              a.preemptions - b.preemptions || a.switches - b.switches || a.steps - b.steps,
          )[0];
          assert.equal(shortest[name], Number(expected), told);
          assert.equal(shortest.shortest, true, told);
        }
        if (conflict) assert.equal(result.conflict?.kind, conflict, told);
        if (always) assert.equal(String(result.always), always, told);
        if (outcomes) assert.equal(result.outcomes.length, Number(outcomes), told);
        if (schedules) assert.equal(result.schedules_run, Number(schedules), told);
        if (why)
          assert.ok(
            result.why.some((/** @type {string} */ text) => text.includes(why)),
            told,
          );
        else assert.deepEqual(result.why, [], told);
      });
    }
  }

  it("runs a schedule that it gave, and says where another is not this program's", async () => {
    if (!search) return;
    const program = readFileSync(join(folder, "lost-update.py"), "utf8");
    const { result } = await search({ program });
    const raised = result.outcomes.find((/** @type {any} */ outcome) => outcome.kind === "raised");
    const again = (await search({ program, schedule: raised.schedule })).result;
    assert.deepEqual(
      [again.verdict, again.schedules_run, again.completed_preemptions, again.exhaustive],
      ["breaks", 1, null, false],
    );
    assert.deepEqual(
      again.outcomes.map((/** @type {any} */ { kind, schedule }) => [kind, schedule]),
      [["raised", raised.schedule]],
    );
    assert.deepEqual(again.steps, result.steps);
    const wrong = [
      ["nonsense", /no schedule/],
      [raised.schedule.replace(/^x1-.{8}/, "x1-aaaaaaaa"), /another program.*aaaaaaaa/],
      [`${raised.schedule.slice(0, 12)}${"1.1_0.1_".repeat(600)}1.1`, /at most 4000/],
      [`${raised.schedule.slice(0, 12)}7.1`, /thread 7 cannot go on/],
    ];
    for (const [schedule, says] of wrong) {
      const { error } = await search({ program, schedule });
      assert.deepEqual([error?.kind, error?.parameter], ["invalid-parameter", "schedule"], String(schedule));
      assert.match(error?.message ?? "", /** @type {RegExp} */ (says));
    }
  });

  it("refuses what it cannot search, by name", async () => {
    if (!search) return;
    const { error } = await search({ program: "import multiprocessing" });
    assert.deepEqual([error?.kind, error?.parameter], ["invalid-parameter", "program"]);
    assert.match(error?.message ?? "", /line 1 imports multiprocessing.*threads only/);
    const wrong = await search({ program: "def" });
    assert.match(wrong.error?.message ?? "", /does not compile: SyntaxError/);
  });
});
