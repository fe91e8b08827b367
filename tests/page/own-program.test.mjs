// The page of a program that is the reader's own: its editor, its output, its marks and lanes. What the program does is the
// test's to say (stand-in.mjs); that the interpreter does it, python.test.mjs tests.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serve } from "../../.dev/serve.mjs";
import { violationsOn } from "./axe.mjs";
import { inOneBrowser } from "./browsers.mjs";
import { buttonOf, done, lessonIds, openLesson, runButton } from "./lesson.mjs";
import { hasFocus, linesOf, settingOf, textOf, timelineRows, tooWide } from "./reading.mjs";
import { addressOf, coursePage, isolatingCourse, launch, newPage, siteForTests } from "./site.mjs";
import { standIn } from "./stand-in.mjs";

const once = inOneBrowser("what axe-core finds lies in the page's own elements and styles");

/** @typedef {import('./stand-in.mjs').Script} Script */

const BROKEN = 'import time\n\ndef f(n):\n    return 1 / 0 + n\n\nprint("before")\nf(0)\n';

/** As the interpreter would tell it. @type {Script} */
const breaks = async ({ events }) => {
  /** @param {string} text @param {"stdout" | "stderr"} stream */
  const print = (text, stream) => events([{ kind: "print", t_us: 10, worker: 1, text, stream }]);
  print("before", "stdout");
  for (const line of [
    "Traceback (most recent call last):",
    '  File "main.py", line 7, in <module>',
    "    f(0)",
    "    ~^^^",
    '  File "main.py", line 4, in f',
    "    return 1 / 0 + n",
    "           ~~^~~",
    "ZeroDivisionError: division by zero",
  ])
    print(line, "stderr");
  const exception = { type: "ZeroDivisionError", message: "division by zero", file: "main.py", line: 4 };
  return { exit: 1, exception, thread_exceptions: [], threads: 0, processes: 0 };
};

/** Says which program it ran, and under which interpreter. @type {Script} */
const echoes = async ({ params, events }) => {
  const lines = [String(params.interpreter ?? "gil"), ...String(params.program).split("\n")];
  events(lines.map((text, at) => ({ kind: "print", t_us: at, worker: 1, text, stream: "stdout" })));
  return { exit: 0, exception: null, thread_exceptions: [], threads: 0, processes: 0 };
};

/** Prints until it is stopped. @type {Script} */
const endless = async ({ events, pause }) => {
  events([{ kind: "print", t_us: 1, worker: 1, text: "begun", stream: "stdout" }]);
  while (await pause(10));
  return {};
};

describe("a program of the reader's own", () => {
  const site = siteForTests();

  /** @param {string} path @param {Script} script @param {import('./site.mjs').PageOptions} [options] */
  async function opened(path, script, options) {
    const lesson = await openLesson(site, path, { ...options, before: (page) => standIn(page, script) });
    const { page } = lesson;
    assert.ok((await lessonIds(page)).includes("python"), "there is the lesson");
    return { ...lesson, editor: page.getByRole("textbox", { name: "Program" }) };
  }
  const withProgram = (/** @type {string} */ program) => `#python?${new URLSearchParams({ program })}`;

  it("waits for Run, whatever a link or a slider says, and asks for no recorded run", async () => {
    /** @type {string[]} */
    const asked = [];
    const { page, editor, errors, unfold, close } = await opened(withProgram("print(1)\n"), echoes, {});
    page.on("request", (request) => asked.push(request.url()));
    await editor.waitFor();
    assert.match(await textOf(editor), /print\(1\)/);
    await runButton(page).hover();
    await unfold();
    const slider = page.locator('mh-form input[type="range"]').first();
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(500);
    assert.equal(await page.locator(".printed").count(), 0);
    assert.deepEqual(
      asked.filter((url) => /recordings|engine/.test(url)),
      [],
    );
    assert.deepEqual(errors, []);
    await close();
  });

  it("comes through a link and a packed link letter by letter", async () => {
    const odd = 'print("&amp;", "%3F%2B", "a+b&c=d", "\\u00a0\u00a0\u200b", f"{1}")\t# not. a tab\n\n\n# the end).\n';
    for (const program of [odd, odd.repeat(40)]) {
      const { page, editor, close } = await opened(withProgram(program), echoes);
      await editor.waitFor();
      assert.equal((await settingOf(page)).setting.params.program, program);
      // Made anew, and packed where it is long.
      await page.getByRole("radio", { name: "without" }).check();
      await page.waitForFunction(() => /free-threaded|z1=/.test(location.hash));
      await page.reload();
      await editor.waitFor();
      const { params } = (await settingOf(page)).setting;
      assert.deepEqual([params.program, params.interpreter], [program, "free-threaded"]);
      await close();
    }
  });

  it("stands in an element as a script, dedented, and follows it", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}own-course.html`, {
      before: (page) =>
        page.route("**/own-course.html", (route) =>
          route.fulfill({
            contentType: "text/html",
            headers: isolatingCourse,
            body: `<!doctype html><title>Course</title><script type="module" src="./many-hands.js"></script>
              <many-hands lesson="python">
                <script type="text/x-python">

                  if True:
                      print("within")
                </script>
              </many-hands>`,
          }),
        ),
    });
    assert.equal((await settingOf(page)).setting.params.program, 'if True:\n    print("within")\n');
    await page.evaluate(() => {
      const script = document.querySelector("many-hands script");
      if (script) script.textContent = "\n  x = 1\n  y = 2\n";
    });
    await page.waitForFunction(
      () =>
        document.querySelector("many-hands")?.shadowRoot?.querySelector("mh-lesson")?.setting.params.program ===
        "x = 1\ny = 2\n",
    );
    await close();
  });

  it("goes to a frame of another origin packed in its fragment", async () => {
    const course = await coursePage(`<script type="module" src="${site.url}many-hands.js"></script>
      <many-hands lesson="python"><script type="text/x-python">
        print("framed")
      </script></many-hands>`);
    const { page, close } = await newPage(site.browser, course.url);
    const frame = page.frameLocator("many-hands iframe");
    await frame.getByText('print("framed")').first().waitFor();
    const source = await page.locator("many-hands iframe").getAttribute("src");
    assert.match(source ?? "", /embed\.html\?lang=en#python\?z1=[\w-]+$/);
    await close();
    course.close();
  });

  it("says how it ended, and marks what was raised until the program changes", async () => {
    const { page, editor, run, close } = await opened(withProgram(BROKEN), breaks);
    await editor.waitFor();
    await run();
    await page.getByText("The program ended with exit status 1: ZeroDivisionError in line 4.").waitFor();
    assert.equal(await textOf(page.locator(".under.error")), "1 / 0");
    assert.equal(await textOf(page.locator(".under.warning").first()), "f(0)");
    assert.deepEqual(await linesOf(page.locator(".sign"), 2), ["✕", "!"]);
    await buttonOf(page, "Line 4").click();
    assert.ok(await hasFocus(editor));
    await page.keyboard.insertText("x");
    await page.locator(".sign").first().waitFor({ state: "detached" });
    assert.equal(await page.locator(".under").count(), 0);
    assert.equal(await buttonOf(page, "Line 4").count(), 0);
    await page.getByText("Changed since that run: run again.").waitFor();
    await close();
  });

  it("tells stderr apart by more than a colour", async () => {
    const { page, run, close } = await opened(withProgram(BROKEN), breaks);
    await run();
    const first = page.locator(".printed.stderr").first();
    await first.waitFor();
    const [said, border] = await first.evaluate((line) => [
      getComputedStyle(line, "::before").content,
      getComputedStyle(line).borderLeftStyle,
    ]);
    assert.deepEqual([said, border], ['"stderr"', "solid"]);
    assert.equal(await textOf(page.locator(".printed").first()), "before");
    await page.getByText("exit status 1", { exact: true }).waitFor();
    await close();
  });

  it("runs with Ctrl+Enter what was typed, indents with Tab, and lets Escape and Tab out", async () => {
    const { page, editor, close } = await opened(withProgram("a = 1\n"), echoes);
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("for i in x:\n");
    await page.keyboard.press("Tab");
    await page.keyboard.type("b");
    await page.keyboard.press("ControlOrMeta+Enter");
    await done(page);
    // Four blanks by the colon, and four by Tab.
    assert.deepEqual(await linesOf(page.locator(".printed"), 3), ["gil", "for i in x:", "        b"]);
    await page.getByText(/Escape and then Tab leaves the editor/).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await hasFocus(editor), false);
    await close();
  });

  it("switches the interpreter beside Run, and keeps the program in the address", async () => {
    const { page, run, close } = await opened(withProgram("a = 1\n"), echoes);
    const free = page.getByRole("radio", { name: "without" });
    assert.ok(await page.getByRole("radio", { name: "with the GIL" }).isChecked());
    await free.check();
    await run();
    assert.equal(await textOf(page.locator(".printed").first()), "free-threaded");
    assert.match(await addressOf(page), /interpreter=free-threaded/);
    const { setting } = await settingOf(page);
    assert.equal(setting.params.program, "a = 1\n");
    await close();
  });

  it("goes back to the lesson's program, and has the other parameters in its form", async () => {
    const { page, editor, button, unfold, field, close } = await opened(withProgram("a = 1\n"), echoes);
    await editor.waitFor();
    await button("Reset").click();
    await page.locator("mh-own-program button:disabled").waitFor();
    assert.doesNotMatch(await addressOf(page), /program/);
    assert.match(await textOf(editor), /import/);
    await unfold();
    for (const label of ["Files", "Arguments", "Input"]) await field(label).waitFor();
    assert.equal(await page.locator("mh-form #program, mh-form #interpreter").count(), 0);
    await close();
  });

  it("can be stopped", async () => {
    const { page, button, close } = await opened(withProgram("while True: pass\n"), endless);
    await button("Run").click();
    await page.locator(".printed").waitFor();
    await button("Stop").click();
    await page.getByText(/^Stopped after/).waitFor();
    await close();
  });

  it("gives each thread a lane by its name, and a thousand of them no more lanes than are seen", async () => {
    const { page, run, close } = await opened(withProgram("x\n"), async ({ events }) => {
      // The coordinator is none of the program's threads.
      events([{ kind: "run", t_us: 0, worker: 0, what: "main" }]);
      const all = [{ kind: "run", t_us: 0, worker: 1, what: "MainThread", holding: "the GIL" }];
      for (let thread = 1; thread <= 1000; thread++) {
        const what = `Thread-${thread} (work)`;
        all.push({ kind: "run", t_us: 10 * thread, worker: 2 + (thread % 3), what, holding: "the GIL" });
      }
      events(all);
      events([{ kind: "wait", t_us: 10_500, worker: 1, on: "lock" }]);
      return { exit: 0, exception: null, thread_exceptions: [], threads: 1000, processes: 0 };
    });
    await run();
    const rows = await timelineRows(page);
    assert.deepEqual([rows[0][0], rows[1][0]], ["MainThread", "Thread-1 (work)"]);
    assert.ok(rows.flat().includes("waits for lock"));
    await buttonOf(page, "Show all 64 rows").waitFor();
    await close();
  });

  it("goes on while a million lines are printed, and shows the last", { timeout: 120_000 }, async () => {
    const { page, button, close } = await opened(withProgram("x\n"), async ({ events, pause }) => {
      for (let batch = 0; batch < 500; batch++) {
        const first = batch * 2000;
        const lines = Array.from({ length: 2000 }, (_, at) => ({ t_us: first + at, text: `line ${first + at}` }));
        events(lines.map((line) => ({ kind: "print", worker: 1, stream: "stdout", ...line })));
        await pause(5);
      }
      return { exit: 0, exception: null, thread_exceptions: [], threads: 0, processes: 0 };
    });
    await page.evaluate(() => {
      let last = performance.now();
      const look = () => {
        const now = performance.now();
        document.body.dataset.longest = String(Math.max(Number(document.body.dataset.longest ?? 0), now - last));
        last = now;
        setTimeout(look);
      };
      look();
    });
    await button("Run").click();
    await done(page, 100_000);
    await page.getByText("1,000,000 lines, the last 1,000 shown").waitFor();
    assert.equal(await page.locator(".printed").count(), 1000);
    assert.equal(await textOf(page.locator(".printed").last()), "line 999999");
    // Of the record's lines the first half that may be kept, and the last.
    const kept = await page.locator("mh-output").evaluate((/** @type {any} */ { record: { output } }) => ({
      count: output.length,
      between: [output[99_999].text, output[100_000].text],
    }));
    assert.deepEqual(kept, { count: 200_000, between: ["line 99999", "line 900000"] });
    const longest = await page.evaluate(() => Number(document.body.dataset.longest));
    assert.ok(longest < 1500, `one task took ${longest} ms`);
    await close();
  });

  it("keeps the reader's program where something is tried", async () => {
    const { page, close } = await opened(withProgram("mine = 1\n"), echoes);
    const button = page.locator(".tries button").first();
    if ((await button.count()) > 0) {
      await button.click();
      await done(page);
      assert.equal((await settingOf(page)).setting.params.program, "mine = 1\n");
    }
    await close();
  });

  it("is a plain field where its editor does not come", async () => {
    const { page, close } = await newPage(site.browser, `${site.url}${withProgram("a = 1\n")}`, {
      before: async (page) => {
        await standIn(page, echoes);
        await page.route("**/editor-*.js", (route) => route.abort());
      },
    });
    const field = page.locator("mh-own-program textarea");
    await field.waitFor();
    await field.fill("b = 2\n");
    await runButton(page).click();
    await done(page);
    assert.deepEqual(await linesOf(page.locator(".printed"), 3), ["gil", "b = 2", ""]);
    await close();
  });

  it("says without shared memory why it does not run", async () => {
    const plain = await serve({ isolation: false });
    const browser = await launch();
    const { page, close } = await newPage(browser, `${plain.url}#python`);
    await page.getByText(/so it cannot run here/).waitFor();
    assert.ok(await runButton(page).isDisabled());
    await close();
    await browser.close();
    await plain.close();
  });

  it("fits a phone", async () => {
    const { page, run, close } = await opened(withProgram(BROKEN), breaks, {
      viewport: { width: 360, height: 740 },
    });
    await run();
    assert.ok((await tooWide(page)) <= 0);
    await close();
  });

  once.it("has nothing that axe-core finds wrong, before a run and after, nor has a listing that was run", async () => {
    for (const [path, press] of [
      [withProgram(BROKEN), "Run"],
      ["#race", "Run this Python"],
    ]) {
      const { page, button, close } = await opened(path, breaks, { colorScheme: "light" });
      await button(press).waitFor();
      assert.deepEqual(await violationsOn(page), [], `${path} before`);
      await button(press).click();
      await done(page);
      await page.locator(".cm-editor").waitFor();
      assert.deepEqual(await violationsOn(page), [], `${path} after`);
      await page.emulateMedia({ colorScheme: "dark" });
      assert.deepEqual(await violationsOn(page, { runOnly: ["color-contrast"] }), [], `${path} dark`);
      await page.setViewportSize({ width: 360, height: 12_000 });
      assert.deepEqual(await violationsOn(page, { runOnly: ["target-size"] }), [], `${path} on a phone`);
      await close();
    }
  });

  it("runs a lesson's listing as it stands, below the lesson's own run, where it starts none but Python's", async () => {
    const { page, close } = await opened("#race", echoes);
    await buttonOf(page, "Run this Python").click();
    const section = page.getByRole("region", { name: "This program, run by Python" });
    await done(section);
    // With the parameters as they are set.
    await section.locator(".printed", { hasText: /^increments = 100$/ }).waitFor();
    await section.getByRole("radio", { name: "without" }).check();
    await buttonOf(section, "Run").click();
    await section.getByText("free-threaded", { exact: true }).waitFor();
    await buttonOf(section, "Close").click();
    await section.waitFor({ state: "detached" });
    await close();
    const { page: other, close: closeOther } = await opened("#pool-programs", echoes);
    assert.equal(await buttonOf(other, "Run this Python").count(), 0);
    await closeOther();
  });
});
