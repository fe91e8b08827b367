// Programs in Python itself, run by the page as a reader runs them.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buttonOf, done, ended, openLesson, runButton } from "./lesson.mjs";
import { linesOf, textOf, timelineRows } from "./reading.mjs";
import { siteForTests, whyNoPython } from "./site.mjs";

/** The first run loads the interpreter, on a machine that may have two busy cores. */
const PATIENCE_MS = 120_000;

describe("Python in the page", { skip: whyNoPython, timeout: 20 * 60_000 }, () => {
  const site = siteForTests({ python: true });

  /** @param {string} program @param {{[name: string]: string}} [params] */
  async function opened(program, params = {}) {
    const lesson = await openLesson(site, `#python?${new URLSearchParams({ program, ...params })}`);
    const { page } = lesson;
    return {
      ...lesson,
      printed: page.locator(".printed"),
      async start() {
        await runButton(page).click();
        await ended(page, PATIENCE_MS);
      },
    };
  }

  it("prints what a program prints, each stream told apart, and says how it ended", async () => {
    const { page, printed, start, errors, close } = await opened(
      'import sys\nprint("out")\nprint("err", file=sys.stderr)\nsys.exit(3)\n',
    );
    await start();
    await page.getByText("The program ended with exit status 3.").waitFor();
    assert.deepEqual((await linesOf(printed, 2)).sort(), ["err", "out"]);
    assert.deepEqual(await linesOf(page.locator(".printed.stderr"), 1), ["err"]);
    assert.deepEqual(errors, []);
    await close();
  });

  it("marks the lines of a traceback", async () => {
    const { page, start, close } = await opened("def f(n):\n    return 1 / n\n\nf(0)\n");
    await start();
    await page.getByText("The program ended with exit status 1: ZeroDivisionError in line 2.").waitFor();
    assert.deepEqual(await linesOf(page.locator(".sign"), 2), ["✕", "!"]);
    await close();
  });

  it("marks a mistake in the syntax", async () => {
    const { page, start, close } = await opened("print(1)\nfor x in [1, 2]\n    print(x)\n");
    await start();
    await page.getByText(/The program ended with exit status 1: SyntaxError in line 2/).waitFor();
    await buttonOf(page, "Line 2").waitFor();
    await close();
  });

  for (const interpreter of ["gil", "free-threaded"]) {
    it(`gives each thread a lane by its name, and says what it waits for (${interpreter})`, async () => {
      const { page, start, close } = await opened(
        [
          "import threading, time",
          "door = threading.Lock()",
          "def work():",
          "    with door:",
          "        time.sleep(0.1)",
          'threads = [threading.Thread(target=work, name=name) for name in ("Ada", "Grace")]',
          "for thread in threads: thread.start()",
          "for thread in threads: thread.join()",
          "",
        ].join("\n"),
        { interpreter },
      );
      await start();
      await page.getByText("The program ended with exit status 0.").waitFor();
      const rows = await timelineRows(page);
      const heads = rows.map(([head]) => head);
      for (const name of ["MainThread", "Ada", "Grace"]) assert.ok(heads.includes(name), `${name} in ${heads}`);
      assert.ok(
        rows.flat().some((text) => /waits for door/.test(text)),
        "who waits says for what",
      );
      await close();
    });
  }

  it("stops a program that would not end, and runs the next", async () => {
    const { page, start, close } = await opened('print("begun")\nwhile True:\n    pass\n');
    await runButton(page).click();
    await page.locator(".printed").waitFor({ timeout: PATIENCE_MS });
    await buttonOf(page, "Stop").click();
    await page.getByText(/^Stopped after/).waitFor({ timeout: 10_000 });
    const editor = page.getByRole("textbox", { name: "Program" });
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("print('again')\n");
    await start();
    await page.locator(".printed", { hasText: "again" }).waitFor();
    assert.deepEqual(await linesOf(page.locator(".printed"), 1), ["again"]);
    await close();
  });

  it("shows each line when it is printed, also while the timeline is drawn", async () => {
    const { page, printed, close } = await opened(
      "import time\nfor n in range(4):\n    print(n)\n    time.sleep(0.2)\ntime.sleep(1000)\n",
    );
    await runButton(page).click();
    await printed.first().waitFor({ timeout: PATIENCE_MS });
    assert.deepEqual(await linesOf(printed, 4), ["0", "1", "2", "3"]);
    await buttonOf(page, "Stop").click();
    await page.getByText(/^Stopped after/).waitFor({ timeout: 10_000 });
    await close();
  });

  it("starts a thousand threads in turn", async () => {
    const { page, printed, start, close } = await opened(
      [
        "from threading import Thread",
        "count = 0",
        "def work():",
        "    global count",
        "    count += 1",
        "for _ in range(1000):",
        "    thread = Thread(target=work)",
        "    thread.start()",
        "    thread.join()",
        "print(count)",
        "",
      ].join("\n"),
    );
    await start();
    await page.getByText("The program ended with exit status 0.").waitFor();
    assert.deepEqual(await linesOf(printed, 1), ["1000"]);
    await close();
  });

  it("goes on while very many lines are printed", { timeout: 10 * 60_000 }, async () => {
    const { page, printed, close } = await opened("for n in range(200_000):\n    print(n)\n");
    await runButton(page).click();
    await page.getByText(/the last 1,000 shown/).waitFor({ timeout: PATIENCE_MS });
    // It answers while it goes on.
    const began = performance.now();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    assert.ok(performance.now() - began < 2000);
    await done(page, 8 * 60_000);
    await page.getByText("200,000 lines, the last 1,000 shown").waitFor();
    assert.equal(await textOf(printed.last()), "199999");
    await close();
  });

  it("reads its arguments, its input and its files", async () => {
    const { printed, start, close } = await opened(
      'import sys\nprint(sys.argv[1:])\nprint(input())\nprint(open("a.txt").read())\n',
      { arguments: '["x", "y"]', input: "typed\n", files: '{"a.txt": "in a file"}' },
    );
    await start();
    assert.deepEqual(await linesOf(printed, 3), ["['x', 'y']", "typed", "in a file"]);
    await close();
  });

  it("asks at a field for what it reads beyond its input, until the input ends", async () => {
    const { page, printed, start, errors, close } = await opened(
      [
        'print("first", input("Name? "))',
        'print("second", input("Age? "))',
        "try:",
        '    input("More? ")',
        "except EOFError:",
        '    print("no more")',
        "",
      ].join("\n"),
      { input: "Ada\n" },
    );
    const ended = start();
    const field = page.getByRole("textbox", { name: "Age?" });
    await field.waitFor({ timeout: PATIENCE_MS });
    await field.fill("36");
    await field.press("Enter");
    await page.getByRole("textbox", { name: "More?" }).waitFor();
    await buttonOf(page, "End of input").click();
    await ended;
    // What was typed stands where a terminal has it; what was given stands nowhere, as behind a pipe.
    const shown = ["Name? first Ada", "Age? 36", "second 36", "More? no more"];
    assert.deepEqual(await linesOf(printed, shown.length), shown);
    assert.equal(await buttonOf(page, "End of input").count(), 0);
    assert.deepEqual(errors, []);
    await close();
  });

  it("lets a program be stopped that waits for its reader", async () => {
    const { page, close } = await opened('input("Name? ")\n');
    await runButton(page).click();
    await page.getByRole("textbox", { name: "Name?" }).waitFor({ timeout: PATIENCE_MS });
    await buttonOf(page, "Stop").click();
    await page.getByText(/^Stopped after/).waitFor({ timeout: 10_000 });
    assert.equal(await page.getByRole("textbox", { name: "Name?" }).count(), 0);
    await close();
  });

  it("ends a program that uses memory up, by name, and runs the next, also one of a megabyte", async () => {
    const { page, close } = await openLesson(site, "#race");
    const run = (/** @type {string} */ program) =>
      page.evaluate(
        (program) =>
          window.manyhands.run("python", { program }).then(
            ({ output }) => output.map(({ text }) => text).join("\n"),
            (/** @type {any} */ { kind, message }) => `${kind}: ${message}`,
          ),
        program,
      );
    const inPieces = "kept = []\ntry:\n    while True:\n        kept.append(bytes(50_000_000))\nexcept MemoryError:\n";
    assert.equal(await run(`${inPieces}    print("MemoryError")\n`), "MemoryError");
    assert.equal(await run(`${"x = 1\n".repeat(170_000)}print("end")\n`), "end");
    assert.match(await run('x = "a"\nwhile True:\n    x += x\n'), /^failed: memory ran out|MemoryError$/);
    assert.equal(await run("print(1)"), "1");
    await close();
  });

  it("asks a function for input, and has files that are no text beside it, when JavaScript runs it", async () => {
    const { page, close } = await openLesson(site, "#race");
    const ran = await page.evaluate(async () => {
      /** @type {string[]} */
      const prompts = [];
      const onInput = async (/** @type {string} */ prompt) => {
        prompts.push(prompt);
        return ["one", "", null][prompts.length - 1];
      };
      const program = `
print([input("a "), input("b ")])
try:
    input("c ")
except EOFError:
    print("end")
print(list(open("data/bytes.bin", "rb").read()))
`;
      const files = { "data/bytes.bin": new Blob([new Uint8Array([0, 255, 10])]) };
      const record = await window.manyhands.run("python", { program }, /** @type {any} */ ({ onInput, files }));
      const wrong = await window.manyhands
        .run("python", { program }, { files: { "../up": new Blob([]) } })
        .catch((/** @type {any} */ error) => ({ kind: error.kind, parameter: error.parameter }));
      // Of a run that is refused nobody was asked, and in the next nobody is there to be.
      await window.manyhands.run("python", { workers: 0 }, /** @type {any} */ ({ onInput })).catch(() => {});
      const none = await window.manyhands.run("python", { program: "input()" });
      return { prompts, lines: record.output.map(({ text }) => text), wrong, ended: none.result.exception };
    });
    assert.deepEqual(ran.prompts, ["a ", "b ", "c "]);
    assert.deepEqual(ran.lines, ["a b ['one', '']", "c end", "[0, 255, 10]"]);
    assert.deepEqual(ran.wrong, { kind: "invalid-parameter", parameter: "files" });
    assert.equal(ran.ended.type, "EOFError");
    await close();
  });

  it("gives each process a lane, each its own GIL, and says what was copied between them", async () => {
    const { page, start, printed, close } = await opened(
      [
        "from multiprocessing import Pool",
        "",
        "def square(n):",
        "    return n * n",
        "",
        "if __name__ == '__main__':",
        "    with Pool(2) as pool:",
        "        print(pool.map(square, range(3)))",
      ].join("\n"),
    );
    await start();
    assert.deepEqual(await linesOf(printed, 1), ["[0, 1, 4]"]);
    await page
      .getByText(/^The program ended with exit status 0\. It started 2 processes\. \d+ messages went/)
      .waitFor();
    const rows = await timelineRows(page);
    const lanes = rows.map(([head]) => head);
    for (const name of ["MainThread", "SpawnPoolWorker-1", "SpawnPoolWorker-2"]) {
      assert.ok(lanes.includes(name), `${name} is among ${lanes}`);
    }
    await page.locator(".legend").getByText("holds the GIL", { exact: true }).waitFor();
    await close();
  });

  it("starts a process of a file of the program, and hands over what it prints", async () => {
    const { printed, start, close } = await opened(
      [
        "import subprocess, sys",
        "with open('other.py', 'w') as file:",
        "    file.write('print(input(), 6 * 7)')",
        "ran = subprocess.run([sys.executable, 'other.py'], input='from here:', capture_output=True, text=True)",
        "print(ran)",
      ].join("\n"),
    );
    await start();
    assert.deepEqual(await linesOf(printed, 1), [
      "CompletedProcess(args=['/bin/python3', 'other.py'], returncode=0, stdout='from here: 42\\n', stderr='')",
    ]);
    await close();
  });

  it("runs a lesson's listing with the parameters as they are set", async () => {
    const { page, close } = await openLesson(site, "#race?increments=7&pause=0&threads=2");
    await page.locator("mh-program").getByText("increments = 7").waitFor();
    await buttonOf(page, "Run this Python").click();
    const section = page.getByRole("region", { name: "This program, run by Python" });
    await done(section, PATIENCE_MS);
    await section.getByText("The program ended with exit status 0.").waitFor();
    await section.locator(".printed", { hasText: /14/ }).first().waitFor();
    await close();
  });
});
