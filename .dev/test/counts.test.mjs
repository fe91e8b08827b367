// The last line of `npm test` is the sum of what the runners say; these are lines that they really printed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cargoCounts, noCounts, nodeCounts, said, sum } from "../suites/counts.mjs";
import { runTests } from "../suites/suite.mjs";

test("cargo test and the browser runner: all test binaries together, colours or not", () => {
  const text = [
    "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
    "test result: \u001b[31mFAILED\u001b[0m. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
    "test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.08s",
  ].join("\n");
  assert.deepEqual(cargoCounts(text), { ...noCounts(), passed: 6, failed: 2, skipped: 1 });
});

test("a test that skips itself counts as skipped, once, natively and in a browser", () => {
  const text = [
    "running 4 tests",
    "test pi_cuda::kernels_compile ... ignored, no NVRTC here",
    "test both::pi_shader::counts ... ok",
    "test both::pi_shader::counts_more ... ok",
    "SKIPPED pi_shader::counts: no adapter",
    "SKIPPED pi_shader::counts: no adapter",
    "SKIPPED kind threads: this build has no shared memory",
    "SKIPPED pi_cuda::kernels_compile: no NVRTC here",
    "test both::trace::spans ... FAIL",
    "test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 filtered out; finished in 0.08s",
  ].join("\n");
  assert.deepEqual(cargoCounts(text), { ...noCounts(), passed: 1, failed: 1, skipped: 2 });
});

test("node --test", () => {
  const text = "ℹ tests 9\nℹ suites 0\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\nℹ duration_ms 611.2\n";
  assert.deepEqual(nodeCounts(text), { ...noCounts(), passed: 5, failed: 2, skipped: 2 });
});

test("what is said of each test that failed, briefly", () => {
  const native = [
    "failures:",
    "",
    "---- gil::one ----",
    "left: 1",
    "",
    "---- gil::two ----",
    "test panicked: no",
    "",
    "failures:",
    "    gil::one",
    "    gil::two",
    "",
    "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.08s",
  ].join("\n");
  assert.deepEqual(cargoCounts(native).failures, [
    "---- gil::one ----\nleft: 1",
    "---- gil::two ----\ntest panicked: no",
  ]);
  const page = [
    "✖ fails (2.04ms)",
    "ℹ fail 1",
    "",
    "✖ failing tests:",
    "",
    "test at tests/page/a.test.mjs:2:31",
    "✖ fails (2.04ms)",
    "  AssertionError [ERR_ASSERTION]: one is one",
    "      at TestContext.<anonymous> (file:///a.test.mjs:2:56)",
    "      at Test.run (node:internal/test_runner/test:796:25)",
    "      at async node:internal/test_runner/test:1133:71",
    ...Array(60).fill("  actual"),
  ].join("\n");
  const [said, ...more] = nodeCounts(page).failures;
  assert.deepEqual(more, []);
  assert.match(said, /^test at tests.*\n✖ fails .*\n {2}Assertion.*\n {6}at TestContext.*\n {2}actual\n/);
  assert.ok(said.split("\n").length < 60);
  assert.match(said, /\n {2}…$/);
});

test("the closing line", () => {
  assert.equal(said({ ...noCounts(), passed: 3 }), "3 passed, 0 failed");
  assert.equal(
    said(
      sum([
        { ...noCounts(), passed: 3, failed: 1, skipped: 2 },
        { ...noCounts(), passed: 1 },
      ]),
    ),
    "4 passed, 1 failed, 2 skipped",
  );
});

/** A runner that says its numbers in its own way, so that nobody takes them for this suite's. @param {string} text */
const count = (text) => ({ ...noCounts(), passed: Number(/stand-in: (\d+)/.exec(text)?.[1] ?? 0) });
/** @param {string} script @param {number} [limitMinutes] */
const counted = (script, limitMinutes = 1) => runTests(process.execPath, ["-e", script], { limitMinutes, count });
const passing = "console.log('stand-in: 2')";

test("a runner that dies, says nothing or never ends has failed", async () => {
  assert.deepEqual(await counted(passing), { ...noCounts(), passed: 2, failed: 0 });
  assert.deepEqual(await counted(`${passing}; process.exit(3)`), { ...noCounts(), passed: 2, failed: 1 });
  assert.deepEqual(await counted(""), { ...noCounts(), passed: 0, failed: 1 });
  assert.deepEqual(await counted("setTimeout(() => {}, 60_000)", 0.005), { ...noCounts(), passed: 0, failed: 1 });
});
