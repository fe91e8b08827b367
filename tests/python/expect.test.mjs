// The reading of expectations, and each kind of them failing.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { casesOf, isAmong, withoutFolder, wrongIn } from "./expect.mjs";

/** @param {string[]} comments */
const program = (...comments) => ["print('x')", "", ...comments.map((text) => `# ${text}`)].join("\n");

/**
 * What is wrong where a program with these comments ends so.
 * @param {string[]} comments
 * @param {Partial<import("./expect.mjs").Ran>} ran
 */
function wrong(comments, ran) {
  const [one] = casesOf(program(...comments));
  assert.ok(one);
  return wrongIn(one, { stdout: [], stderr: [], exit: 0, ended: "itself", ...ran });
}

/** @param {string[]} comments @param {Partial<import("./expect.mjs").Ran>} ran */
const isRight = (comments, ran) => assert.equal(wrong(comments, ran), undefined);

/** @param {string[]} comments @param {Partial<import("./expect.mjs").Ran>} ran @param {RegExp} saying */
const isWrong = (comments, ran, saying) => assert.match(wrong(comments, ran) ?? "nothing is wrong", saying);

describe("a program that says nothing of what it must print", () => {
  const empty = {
    "no comment": [],
    "prose alone": ["This prints a line."],
    "a pattern that fits all": ["expect-re: .*"],
    another: ["expect-re: .+", "expect-unordered-re: ^.*$", "expect-many-re: (.|x)*"],
    "one on stderr": ["expect-err-re: .*"],
    "an exit status alone": ["exit: 0"],
    "a deadlock alone": ["expect-deadlock"],
    "an end by stopping alone": ["expect-re: .*", "expect-stop: after 1 line"],
  };
  for (const [name, comments] of Object.entries(empty)) {
    it(`is refused: ${name}`, () =>
      assert.throws(() => casesOf(program(...comments)), /does not say what it must print/));
  }

  it("is refused in one of its cases", () => {
    const comments = ["arguments: one", "expect: x", "arguments: two", "expect-re: .*"];
    assert.throws(() => casesOf(program(...comments)), /does not say what it must print/);
  });

  it("may have such a pattern beside a line that says something", () => {
    isRight(["expect-re: .*", "expect: x"], { stdout: ["whatever", "x"] });
  });
});

describe("comments", () => {
  it("are refused where their name is not known", () => {
    assert.throws(() => casesOf(program("expects: x")), /line 3: “expects:” is not known; known are arguments, stdin/);
  });

  it("are refused where their value cannot be read", () => {
    assert.throws(() => casesOf(program("expect-re: (")), /line 3: .*regular expression/i);
    assert.throws(() => casesOf(program("expect: x", "exit: one")), /has no number/);
    assert.throws(() => casesOf(program("expect: x", "expect-stop: 3")), /should be “expect-stop: after N lines”/);
    assert.throws(() => casesOf(program("expect: x", "expect-stop: after 1 line", "expect-deadlock")), /either/);
    assert.throws(() => casesOf(program("expect: 1", "expect: 2", "expect-stop: after 1 line")), /2 are expected/);
  });

  it("count only at the end of the program", () => {
    const [one] = casesOf("# expect: y\nprint('x')\n# expect: x\n");
    assert.deepEqual(one?.output, [{ kind: "ordered", lines: [{ text: "x" }] }]);
  });

  it("may stand among prose and empty lines", () => {
    const [one] = casesOf("print('x')\n# Which is first, nobody knows.\n\n#\n# expect: x\n");
    assert.equal(one?.output.length, 1);
  });

  it("give arguments, input and exit status", () => {
    const [one] = casesOf(program("arguments: 100 -x", "stdin: a b", "stdin:", "exit: 3", "expect: x"));
    assert.deepEqual([one?.arguments, one?.input, one?.exit], [["100", "-x"], "a b\n\n", 3]);
    const [other] = casesOf(program('arguments: ["", "a b"]', "expect: x"));
    assert.deepEqual(other?.arguments, ["", "a b"]);
  });

  it("make a case of each list of arguments, with what stands before them", () => {
    const cases = casesOf(program("only: page", "arguments:", "expect: x", "arguments: y", "expect: y"));
    assert.deepEqual(
      cases.map(({ arguments: args, only, output }) => ({ args, only, output })),
      [
        { args: [], only: ["page"], output: [{ kind: "ordered", lines: [{ text: "x" }] }] },
        { args: ["y"], only: ["page"], output: [{ kind: "ordered", lines: [{ text: "y" }] }] },
      ],
    );
  });

  it("keep the blanks of a line", () => {
    isRight(["expect:   x "], { stdout: ["  x "] });
    isWrong(["expect:   x "], { stdout: ["x"] }, /expected: " {2}x "/);
  });
});

describe("lines in order", () => {
  it("must be the same", () => {
    isRight(["expect: 1", "expect: 2"], { stdout: ["1", "2"] });
    isWrong(["expect: 1", "expect: 2"], { stdout: ["2", "1"] }, /line 1\n {2}expected: "1"\n {2}got: {6}"2"/);
  });
  it("must all be there", () => {
    isWrong(["expect: 1", "expect: 2"], { stdout: ["1"] }, /line 2\n {2}expected: "2"\n {2}got: {6}no more lines/);
  });
  it("must be all that is there", () => {
    isWrong(["expect: 1"], { stdout: ["1", "2"] }, /line 2\n {2}expected: no more lines\n {2}got: {6}"2"/);
  });
  it("may be empty", () => {
    isRight(["expect: 1", "expect:"], { stdout: ["1", ""] });
    isWrong(["expect: 1", "expect:"], { stdout: ["1"] }, /no more lines/);
  });
  it("are shown with all that was printed", () => {
    isWrong(["expect: 1"], { stdout: ["2"], stderr: ["oh"] }, /stdout:\n {2}2\nstderr:\n {2}oh/);
  });
});

describe("a pattern", () => {
  it("must fit the whole line", () => {
    isRight(["expect-re: 1|2"], { stdout: ["2"] });
    isWrong(["expect-re: 1|2"], { stdout: ["12"] }, /expected: \/1\|2\/\n {2}got: {6}"12"/);
  });
  it("may fit one line and more", () => {
    isRight(["expect: 1", String.raw`expect-many-re: \d`, "expect: 9"], { stdout: ["1", "2", "3", "9"] });
    isRight([String.raw`expect-many-re: \d`, "expect: 9"], { stdout: ["9", "9"] });
    isWrong([String.raw`expect-many-re: \d`, "expect: end"], { stdout: ["end"] }, /at least one line/);
    isWrong(
      [String.raw`expect-many-re: \d`, "expect: end"],
      { stdout: ["1", "x", "end"] },
      /line 2\n {2}expected: "end"/,
    );
  });
});

describe("lines in any order", () => {
  const three = ["expect-unordered: a", "expect-unordered: a", "expect-unordered: b"];
  it("must all be there, as often as they are named", () => {
    isRight(three, { stdout: ["b", "a", "a"] });
    isWrong(three, { stdout: ["b", "a", "b"] }, /lines 1 to 3, in any order: \n {2}expected: "a"\n {2}got: {6}"b"/);
    isWrong(three, { stdout: ["a", "b"] }, /expected: "a"\n {2}got: {6}no more lines/);
    isWrong(three, { stdout: ["a", "b", "a", "a"] }, /line 4\n {2}expected: no more lines/);
  });
  it("stay together", () => {
    isWrong([...three, "expect: end"], { stdout: ["a", "a", "end", "b"] }, /expected: "b"\n {2}got: {6}"end"/);
  });
  it("find the lines for patterns of which several fit", () => {
    const comments = ["expect-unordered-re: [ab]", "expect-unordered-re: a"];
    isRight(comments, { stdout: ["a", "b"] });
    isRight(comments, { stdout: ["b", "a"] });
    isWrong(comments, { stdout: ["b", "b"] }, /expected: \/a\//);
  });
});

describe("stderr", () => {
  it("must be empty where nothing is expected there", () => {
    isWrong(["expect: x"], { stdout: ["x"], stderr: ["oh"] }, /stderr should be empty/);
  });
  const comments = ['expect-err:   File "main.py", line 1, in <module>', "expect-err-re: ValueError: .+", "exit: 1"];
  it("must have the lines in their order, and may have others", () => {
    const file = '  File "/tmp/x-1/main.py", line 1, in <module>';
    isRight(comments, { stderr: ["Traceback", file, "    x()", "ValueError: no"], exit: 1 });
    isWrong(comments, { stderr: ["ValueError: no", file], exit: 1 }, /from line 3 on\n {2}expected: \/ValueError/);
    isWrong(comments, { exit: 1 }, /from line 1 on\n {2}expected: " {2}File/);
  });
  it("names the program's own files without their folder", () => {
    assert.equal(withoutFolder('  File "/tmp/a b/main.py", line 1'), '  File "main.py", line 1');
    assert.equal(withoutFolder('  File "C:\\x\\helper.py", line 1'), '  File "helper.py", line 1');
    assert.equal(withoutFolder('  File "main.py", line 1'), '  File "main.py", line 1');
    assert.equal(withoutFolder('  File "/usr/lib/python3/queue.py"'), '  File "/usr/lib/python3/queue.py"');
  });
});

describe("the end of a run", () => {
  it("has the exit status", () => {
    isRight(["expect: x", "exit: 3"], { stdout: ["x"], exit: 3 });
    isWrong(["expect: x"], { stdout: ["x"], exit: 3 }, /exit status\n {2}expected: 0\n {2}got: {6}3/);
    isWrong(["expect: x", "exit: 3"], { stdout: ["x"] }, /expected: 3\n {2}got: {6}0/);
  });
  it("must come in time, and from the program", () => {
    isWrong(["expect: x"], { stdout: ["x"], ended: "overdue" }, /did not end in time/);
    isWrong(["expect: x"], { stdout: ["x"], ended: "failed", message: "no engine" }, /could not be run: no engine/);
  });
  it("is a stop after so many lines", () => {
    const comments = ["expect-re: 1|2", "expect-re: 1|2", "expect-stop: after 2 lines"];
    isRight(comments, { stdout: ["1", "2", "more"], ended: "stopped", stderr: ["KeyboardInterrupt"], exit: 130 });
    isWrong(comments, { stdout: ["1", "3"], ended: "stopped" }, /line 2/);
    isWrong(comments, { stdout: ["1"], ended: "stopped" }, /line 2/);
    isWrong(comments, { stdout: ["1", "2"] }, /should have gone on until stopped/);
  });
  it("is a deadlock", () => {
    isRight(["expect: x", "expect-deadlock"], { stdout: ["x"], ended: "stopped" });
    isWrong(["expect: x", "expect-deadlock"], { stdout: ["x"] }, /should have waited for ever/);
    isWrong(["expect: x", "expect-deadlock"], { stdout: ["x", "y"], ended: "stopped" }, /no more lines/);
  });
});

describe("versions of CPython", () => {
  it("are compared by their numbers", () => {
    assert.ok(isAmong("3.13.0", undefined));
    assert.ok(isAmong("3.13.0", ">=3.13"));
    assert.ok(isAmong("3.14.0rc1", ">=3.9"));
    assert.ok(!isAmong("3.9.1", ">=3.13"));
    assert.ok(isAmong("3.13.2", "<3.14"));
    assert.ok(!isAmong("3.14.0", "<3.14"));
    assert.throws(() => isAmong("3.14.0", "3.14"), /should be/);
  });
});
