// The schedules of the programs in schedules/, searched by what the variable PYTHON_IN names: native, chromium, firefox. What must be
// found stands in the comments at the end of each, worked out by hand: `# search [NAME=VALUE ...]: VERDICT [KIND] [NAME=VALUE ...]`, with the
// parameters of the search before the colon. `# replay RUNS: KIND NAME=VALUE ...` is a schedule worked out by hand, as `thread.steps`.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { executorNamed } from "./executors/executor.mjs";
import { filesOf } from "./files.mjs";

const folder = fileURLToPath(new URL("schedules", import.meta.url));
/** The textbook's, and those of the lessons. */
const PROGRAMS = [folder, fileURLToPath(new URL("../../src/lessons/explore/programs", import.meta.url))].flatMap((of) =>
  readdirSync(of)
    .filter((name) => name.endsWith(".py"))
    .sort()
    .map((name) => join(of, name)),
);
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

/**
 * What another thread can reach, a read of it, and a change of it: two endings, for the read comes before or after the change. Were it no
 * step, it would always come before.
 */
const READS = [
  ["[1]", "shared + []", "shared.append(2)"],
  ["[1]", "shared * 2", "shared.append(2)"],
  ["[1]", "[*shared]", "shared.append(2)"],
  ["[1]", "'%s' % shared", "shared.append(2)"],
  ["[1]", "shared < [1, 2]", "shared.append(2)"],
  ["[1]", "unpacked(shared)", "shared.append(2)"],
  ["[1]", "matched(shared)", "shared.append(2)"],
  ["[1]", "list(passed_on(shared))", "shared.append(2)"],
  ["{1}", "shared | {3}", "shared.add(2)"],
  ["{'a': 1}", "{**shared}", "shared.update(b=2)"],
  ["{'a': 1}", "dict(**shared)", "shared.update(b=2)"],
  ["Counter('a')", "shared.total()", "shared.update('b')"],
  ["Counter('a')", "shared.most_common(1)", "shared['b'] += 2"],
  ["UserDict(a=1)", "len(shared)", "shared.update(b=2)"],
  ["UserDict(a=1)", "shared['a']", "shared['a'] = 2"],
  ["UserList([1])", "shared[-1]", "shared.append(2)"],
  ["io.StringIO()", "shared.getvalue()", "shared.write('a')"],
  ["random.Random(1)", "shared.random()", "shared.random()"],
  ["None", "random.random()", "random.random()"],
];

const programThatReads = (/** @type {string} */ shared, /** @type {string} */ read, /** @type {string} */ change) => `
import io
import random
import threading
from collections import Counter, UserDict, UserList

def unpacked(values):
    first, *rest = values
    return first, rest

def matched(values):
    match values:
        case [one]:
            return one
        case _:
            return "more"

def passed_on(values):
    yield from values

shared = ${shared}

def look():
    global found
    found = ${read}

def work():
    ${change}

threads = [threading.Thread(target=look), threading.Thread(target=work)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(found)
`;

const MANY_THREADS = `
import threading

count = 0

def work():
    global count
    count += 1

threads = [threading.Thread(target=work) for _ in range(64)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert count == 64
`;

describe(`The schedules of programs, searched in ${executor.name}`, { skip: !search, timeout: 1_200_000 }, () => {
  before(() => executor.open());
  after(() => executor.close());

  for (const path of PROGRAMS) {
    const name = basename(path);
    const program = readFileSync(path, "utf8");
    const files = filesOf(path);
    for (const { given, found } of casesOf(program)) {
      it([name, ...Object.entries(given).map((pair) => pair.join("="))].join(" "), async () => {
        const params = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, value(text)]));
        // It ends sooner by itself; a machine that is busy with other things takes longer.
        const budget_ms = 120_000;
        const { result } = await /** @type {NonNullable<typeof search>} */ (search)({
          program,
          files,
          budget_ms,
          ...params,
        });
        const [verdict, kind] = found.plain;
        const told = JSON.stringify({ ...result, steps: result.steps.length }, undefined, 1);
        assert.equal(result.verdict, verdict, told);
        const { preemptions, switches, steps, exit, conflict, always, outcomes, why, schedules, ...unknown } =
          found.named;
        assert.deepEqual(unknown, {}, "what is expected is known");
        const broken = result.outcomes.filter((/** @type {any} */ outcome) => outcome.kind === kind);
        if (kind) assert.ok(broken.length > 0, told);
        /** @type {{[name: string]: string | undefined}} */
        const figures = { preemptions, switches, steps, exit };
        for (const [name, expected] of Object.entries(figures)) {
          if (expected === undefined) continue;
          const least = broken.toSorted(
            (/** @type {any} */ a, /** @type {any} */ b) =>
              a.preemptions - b.preemptions || a.switches - b.switches || a.steps - b.steps,
          )[0];
          assert.equal(least[name], Number(expected), told);
          assert.equal(least.shortest, true, told);
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

  for (const path of PROGRAMS) {
    const name = basename(path);
    const program = readFileSync(path, "utf8");
    for (const [, runs, kind, figures] of program.matchAll(/^# replay (\S+): (\S+) (.*)$/gm)) {
      it(`${name}, by ${runs}`, async () => {
        if (!search) return;
        const any = await search({ program, max_preemptions: 0, budget_ms: 1_000 });
        const prefix = any.result.outcomes[0].schedule.slice(0, "x1-12345678-".length);
        const { result, error } = await search({ program, schedule: prefix + runs });
        assert.equal(error, undefined);
        assert.equal(result.outcomes[0].kind, kind);
        for (const [figure, expected] of Object.entries(read(String(figures)).named)) {
          assert.equal(String(result.outcomes[0][figure]), expected, figure);
        }
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

  for (const [shared, read, change] of READS) {
    it(`takes ${read} for a step where another thread does ${change}`, async () => {
      if (!search) return;
      const program = programThatReads(shared, read, change);
      const { result } = await search({ program, budget_ms: 120_000 });
      const told = JSON.stringify({ ...result, steps: result.steps.length }, undefined, 1);
      assert.deepEqual([result.verdict, result.outcomes.length], ["differs", 2], told);
    });
  }

  it("searches what 64 threads do, and says how far it came", async () => {
    if (!search) return;
    const { result } = await search({ program: MANY_THREADS, budget_ms: 3_000 });
    const told = JSON.stringify({ ...result, steps: result.steps.length }, undefined, 1);
    assert.deepEqual(
      [result.verdict, result.outcomes[0]?.kind, result.outcomes[0]?.shortest],
      ["breaks", "raised", false],
      told,
    );
    assert.ok(result.schedules_run > 0, told);
  });

  it("searches a program of 2,000 lines", async () => {
    if (!search) return;
    const functions = Array.from({ length: 495 }, (_, at) => `def f${at}(x):\n    y = x + ${at}\n    return y\n`).join(
      "\n",
    );
    const program = `${functions}\n${readFileSync(join(folder, "lost-update.py"), "utf8")}`;
    assert.ok(program.split("\n").length > 2000);
    const { result } = await search({ program, budget_ms: 120_000 });
    const told = JSON.stringify({ ...result, steps: result.steps.length }, undefined, 1);
    assert.deepEqual(
      [result.verdict, result.outcomes.find((/** @type {any} */ one) => one.kind === "raised").preemptions],
      ["breaks", 1],
      told,
    );
    assert.ok(
      result.steps.every((/** @type {any} */ step) => step.line > 1980),
      told,
    );
  });

  it("says how far it is, and keeps what it has found when it is stopped", async (test) => {
    if (!search) return;
    if (executor.name === "native") return test.skip("tests/native/python has it");
    const program = readFileSync(join(folder, "philosophers-five.py"), "utf8");
    const { result, error, counts } = await search({ program, budget_ms: 600_000 }, 400);
    const told = JSON.stringify({ result: { ...result, steps: result?.steps.length }, error, counts }, undefined, 1);
    assert.equal(error?.kind, "cancelled", told);
    assert.equal(result.verdict, "breaks", told);
    assert.ok(result.schedules_run >= 400 && result.steps.length > 0, told);
    const schedules = (counts ?? []).map((one) => one.schedules);
    assert.deepEqual(
      schedules,
      schedules.toSorted((a, b) => Number(a) - Number(b)),
      told,
    );
    assert.ok(
      counts?.some((one) => one.preemptions === 0),
      told,
    );
    // The next one works.
    const next = await search({ program: readFileSync(join(folder, "lost-update.py"), "utf8") });
    assert.equal(next.result?.verdict, "breaks");
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
