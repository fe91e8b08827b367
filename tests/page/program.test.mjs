// The program of a lesson: in Python, as the parameters are set, and the Rust that runs. The engine is another one here, so that
// its listings are known and come when the test wants them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { sourcesFile } from "../../.dev/lib/paths.mjs";
import { violationsOn } from "./axe.mjs";
import { inOneBrowser } from "./browsers.mjs";
import { buttonOf, done } from "./lesson.mjs";
import { attributeOf, boxOf, chosenIn, hasFocus, saidOf } from "./reading.mjs";
import { allowClipboard, engineExports, newPage, open, saved, siteWithEngine } from "./site.mjs";
import { lanesOf } from "./timeline-page.mjs";

const once = inOneBrowser("what is shown follows from a listing, by the page's own code");

/**
 * Writes listings in which every kind of value stands, with lines that matter far down; 13 workers are not allowed. A run says
 * what its main program waits for and a worker runs, and goes on when it hears "go".
 */
const ENGINE = `
  ${engineExports.replace("export function stop() {}", "")}
  let end = () => {};
  export const stop = () => end();
  export async function run(lesson, params, preset, door, onEvents) {
    const at = (t_us, kind, worker, more) => ({ t_us, kind, worker, ...more });
    onEvents(JSON.stringify([
      at(0, "wait", 0, { on: "the workers" }),
      at(0, "run", 1, { what: "square", item: 3 }),
      at(0, "run", 2, { what: "squarely" }),
    ]));
    const channel = new BroadcastChannel("engine");
    const stopped = await new Promise((resolve) => {
      end = () => resolve(true);
      channel.onmessage = () => resolve(false);
    });
    channel.close();
    if (stopped) return JSON.stringify({ error: { kind: "cancelled", message: "stopped" } });
    return JSON.stringify({ record: { lesson, params: {}, output: [], result: {}, metrics: { wall_ms: 9, workers: 2 },
      environment: { door, threads: "isolated", logical_processors: 2 }, artifacts: [] } });
  }
  const python = (value) => (typeof value === "string" ? value : JSON.stringify(value)).replace(/,(?! )/g, ", ");
  export function listing(lesson, params, preset) {
    const set = { inputs: [1, 2, 3], workers: "cpu_count()", method: "map", ...JSON.parse(params) };
    if (set.workers === 13) {
      const message = "parameter workers: 13 is not allowed";
      return JSON.stringify({ error: { kind: "invalid-parameter", message, parameter: "workers", place: "workers" } });
    }
    let source = "";
    let line = 1;
    const [marks, lines] = [[], []];
    const write = (text) => {
      source += text;
      line += text.split("\\n").length - 1;
    };
    const mark = (kind, parameter, text) => {
      const begin = { line, from: source.length };
      write(text);
      marks.push({ parameter, kind, ...begin, to: source.length });
    };
    write("# " + lesson + ", " + (preset ?? "no preset") + "\\ninputs = ");
    mark("value", "inputs", python(set.inputs));
    write("\\nworkers = ");
    mark("value", "workers", python(set.workers));
    write("\\n" + "# far from it\\n".repeat(20) + "def square(x):\\n");
    lines.push({ line, core: true, shows: [{ state: "run", what: "square" }] });
    write("    return x * x\\n\\n");
    lines.push({ line, core: true, shows: [{ state: "wait", what: null }] });
    mark("variant", "method", "values = pool." + set.method + "(square, inputs)");
    write("\\n" + "# and further\\n".repeat(20));
    return JSON.stringify({ listing: { source, marks, lines } });
  }
`;

/** Says so when it begins to load, and has loaded when it hears "go". */
const SLOW = ENGINE.replace(
  "async function init() {}",
  `async function init() {
    const channel = new BroadcastChannel("engine");
    channel.postMessage("begins");
    await new Promise((go) => channel.addEventListener("message", ({ data }) => data === "go" && go()));
    channel.close();
  }`,
);

/** @param {import('playwright-core').Page} page */
const go = (page) => page.evaluate(() => new BroadcastChannel("engine").postMessage("go"));

describe("the program of a lesson", { timeout: 240_000 }, () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let site;
  let remove = async () => {};
  before(async () => {
    const made = await siteWithEngine(ENGINE);
    remove = made.remove;
    site = await open({ dir: made.folder, whole: true });
  });
  after(async () => {
    await site?.close();
    await remove();
  });

  /** @param {string} address @param {import('./site.mjs').PageOptions} [options] */
  async function opened(address, options, { url, browser } = site) {
    const { page, errors, close } = await newPage(browser, `${url}${address}`, options);
    const program = page.locator("mh-program");
    const code = program.locator("code").first();
    /** What is read, without what lies over it. */
    const text = () =>
      code.evaluate((shown) => {
        const copy = /** @type {HTMLElement} */ (shown.cloneNode(true));
        for (const one of copy.querySelectorAll(".control, .message")) one.remove();
        return copy.textContent;
      });
    /** @param {RegExp} wanted */
    const textIs = (wanted) => code.filter({ hasText: wanted }).waitFor();
    const row = (/** @type {string} */ hasText) => program.locator(".row").filter({ hasText });
    return {
      page,
      errors,
      close,
      program,
      text,
      textIs,
      row,
      tab: (/** @type {string} */ name) => program.getByRole("tab", { name }),
      box: program.getByRole("tabpanel"),
      tool: (/** @type {string} */ name) => program.getByRole("button", { name, exact: true }),
      /** A value where it stands in the program. */
      value: (/** @type {string} */ name) => program.getByLabel(`${name}, in the program`, { exact: true }),
      /** The same in the form. */
      field: (/** @type {string} */ name) => page.locator("mh-form").getByLabel(name, { exact: true }),
      pin: (/** @type {string} */ hasText) => row(hasText).getByRole("button"),
      setting: () => page.locator("mh-lesson").evaluate((lesson) => /** @type {any} */ (lesson).setting.params),
    };
  }
  const lesson = (/** @type {import('playwright-core').Locator} */ program) =>
    program.evaluate((element) => {
      const { id, listing } = /** @type {HTMLElementTagNameMap["mh-program"]} */ (element).lesson;
      return { id, listing };
    });
  /** As the build has written it down.  @type {string} */
  const rust = JSON.parse(readFileSync(sourcesFile, "utf8"))["pool-square"];

  describe("to be read", () => {
    it("is whole: in Python as the catalogue has it while the defaults hold, and in Rust as the file is", async () => {
      const { errors, close, program, text, tab, tool, box } = await opened("#pool-square");
      await box.waitFor();
      const { listing } = await lesson(program);
      assert.equal(await text(), listing.source);
      await tab("Rust").click();
      // Its tools come with it.
      await tool("Copy the program").waitFor();
      assert.equal(await text(), `${rust.trimEnd()}\n`);
      assert.deepEqual(errors, []);
      await close();
    });

    it("has one tab in the order of the page, and the arrow keys change it", async () => {
      const { page, close, tab, box } = await opened("#pool-square");
      await tab("Python").focus();
      await page.keyboard.press("ArrowRight");
      assert.ok(await hasFocus(tab("Rust")));
      assert.equal(await attributeOf(tab("Rust"), "aria-selected"), "true");
      assert.equal(await attributeOf(tab("Python"), "tabindex"), "-1");
      await page.getByRole("tabpanel", { name: "Rust" }).waitFor();
      await page.keyboard.press("ArrowRight");
      assert.ok(await hasFocus(tab("Python")));
      await page.keyboard.press("End");
      assert.ok(await hasFocus(tab("Rust")));
      assert.equal(await attributeOf(box, "tabindex"), "0");
      await close();
    });

    it("stays in the language that its reader chose", async () => {
      const { page, close, tab } = await opened("#pool-square");
      await tab("Rust").click();
      await page.reload();
      await page.getByRole("tabpanel", { name: "Rust" }).waitFor();
      await close();
    });

    it("has its colours in both languages", async () => {
      const { close, program, tab } = await opened("#pool-square");
      const keyword = (/** @type {string} */ text) => program.locator(".keyword", { hasText: text }).first().waitFor();
      await keyword("import");
      await tab("Rust").click();
      await keyword("use");
      await close();
    });

    for (const language of ["Python", "Rust"]) {
      it(`is copied, in ${language}`, async () => {
        const { page, close, program, tool, tab } = await opened("#pool-square");
        await tab(language).click();
        const { listing } = await lesson(program);
        await tool("Copy the program").click();
        await program.getByRole("status").filter({ hasText: "Copied." }).waitFor();
        await allowClipboard(page);
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.equal(copied, language === "Rust" ? rust : listing.source);
        await close();
      });
    }

    it("is downloaded, each under a name of its own", async () => {
      const { page, close, program, tool, tab } = await opened("#pool-square");
      const { listing } = await lesson(program);
      const python = await saved(page, () => tool("Download the program").click());
      assert.deepEqual([python.name, python.bytes.toString()], ["pool-square.py", listing.source]);
      await tab("Rust").click();
      const given = await saved(page, () => tool("Download the program").click());
      assert.deepEqual([given.name, given.bytes.toString()], ["pool_square.rs", rust]);
      await close();
    });

    it("shows the lines that matter, marked, and moves no page for that", async () => {
      const { page, close, textIs, row, box } = await opened("#pool-square?workers=3");
      await textIs(/far from it/);
      for (const line of ["return x * x", "values = pool.map"]) {
        assert.match(await attributeOf(row(line), "class"), /\bcore\b/);
        const [inner, outer] = [await boxOf(row(line)), await boxOf(box)];
        assert.ok(inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height, `“${line}” is in view`);
      }
      assert.equal(await page.evaluate(() => scrollY), 0);
      await close();
    });

    once.it("is a box with its own scroll bar, and whole at a press", async () => {
      const { close, textIs, box, tool } = await opened("#pool-square?workers=3");
      await textIs(/far from it/);
      const low = await boxOf(box);
      await tool("All 47 lines").click();
      const high = await boxOf(box);
      assert.ok(high.height > 2 * low.height, `${high.height} is whole, ${low.height} is not`);
      await tool("All 47 lines").click();
      assert.equal((await boxOf(box)).height, low.height);
      await close();
    });

    once.it("has line numbers for those who want them, which are no part of the text", async () => {
      const { page, close, program, text, tool } = await opened("#pool-square");
      const before = await text();
      await tool("Line numbers").click();
      const number = await program
        .locator(".row")
        .nth(2)
        .evaluate((row) => getComputedStyle(row, "::before").content);
      assert.equal(number, '"3"');
      assert.equal(await text(), before);
      await page.reload();
      assert.equal(await attributeOf(tool("Line numbers"), "aria-pressed"), "true");
      await close();
    });

    once.it("has nothing that axe-core finds wrong", async () => {
      const { page, close, textIs, pin } = await opened("#pool-square?workers=3", { colorScheme: "light" });
      await textIs(/far from it/);
      await page.locator("mh-program .keyword").first().waitFor();
      await pin("return x * x").click();
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 12_000 });
        assert.deepEqual(await violationsOn(page), [], `${width} pixels wide`);
        assert.deepEqual(
          await violationsOn(page, { runOnly: ["target-size"] }),
          [],
          `to point at, ${width} pixels wide`,
        );
      }
      await page.emulateMedia({ colorScheme: "dark" });
      assert.deepEqual(await violationsOn(page, { runOnly: ["color-contrast"] }), [], "dark");
      await close();
    });
  });

  describe("as the parameters are set", () => {
    it("follows them", async () => {
      const { errors, close, text, textIs, field } = await opened("#pool-square?workers=3");
      await textIs(/workers = 3/);
      assert.match((await text()) ?? "", /^# pool-square, no preset\ninputs = \[1, 2, 3\]\nworkers = 3\n/);
      await field("Workers").fill("8");
      await textIs(/workers = 8/);
      assert.deepEqual(errors, []);
      await close();
    });

    it("comes back to the catalogue's when the defaults do", async () => {
      const { page, close, text, textIs, field } = await opened("#pool-square");
      await textIs(/Pool/);
      const before = await text();
      await field("Workers").fill("8");
      await textIs(/far from it/);
      await buttonOf(page, "Defaults").click();
      await textIs(/Pool/);
      assert.equal(await text(), before);
      await close();
    });

    it("is not overtaken by an answer that comes too late", async () => {
      const slow = await siteWithEngine(SLOW);
      const slowSite = await open({ dir: slow.folder });
      const listen = () => {
        /** @type {any} */ (window).begins = new Promise((resolve) => {
          new BroadcastChannel("engine").addEventListener("message", resolve, { once: true });
        });
      };
      const options = { before: (/** @type {import('playwright-core').Page} */ page) => page.addInitScript(listen) };
      const { page, close, text } = await opened("#pool-square?workers=3", options, slowSite);
      await page.evaluate(() => /** @type {any} */ (window).begins);
      const before = await text();
      await buttonOf(page, "Defaults").click();
      // The engine answers in turn: once this is there, the answer to 3 has come.
      await page.evaluate(() => {
        const later = window.manyhands.listing("pool-square", { workers: 9 });
        new BroadcastChannel("engine").postMessage("go");
        return later;
      });
      assert.equal(await text(), before);
      await close();
      await slowSite.close();
      await slow.remove();
    });

    it("follows while a run goes", async () => {
      const { page, close, textIs, field } = await opened("#pool-square?workers=3");
      await buttonOf(page, "Run").click();
      await page.locator("mh-timeline canvas").waitFor();
      await field("Workers").fill("6");
      await textIs(/workers = 6/);
      await buttonOf(page, "Stop").click();
      await page.getByText(/^Stopped after/).waitFor();
      await close();
    });

    it("is given by window.manyhands too", async () => {
      const { page, close } = await newPage(site.browser, site.url);
      const answers = await page.evaluate(async () => {
        const { listing } = window.manyhands;
        const good = await listing("pool-square", { workers: 2 }, { preset: "apply" });
        const bad = await listing("pool-square", { workers: 13 }).catch((error) => error);
        return { good, bad: { kind: bad.kind, parameter: bad.parameter, place: bad.place } };
      });
      assert.match(answers.good.source, /^# pool-square, apply\n/);
      assert.equal(answers.good.marks.length, 3);
      assert.equal(answers.good.lines.length, 2);
      assert.deepEqual(answers.bad, { kind: "invalid-parameter", parameter: "workers", place: "workers" });
      await close();
    });
  });

  describe("to be changed where it stands", () => {
    it("takes a number with Enter, and keeps the focus", async () => {
      const { page, errors, close, textIs, value, field } = await opened("#pool-square?workers=3");
      await textIs(/workers = 3/);
      await value("Workers").fill("8");
      assert.equal(await field("Workers").inputValue(), "3");
      await page.keyboard.press("Enter");
      await textIs(/workers = 8/);
      assert.equal(await field("Workers").inputValue(), "8");
      assert.ok(await hasFocus(value("Workers")));
      assert.deepEqual(errors, []);
      await close();
    });

    it("steps a number with the arrow keys", async () => {
      const { page, close, textIs, value } = await opened("#pool-square?workers=3");
      await textIs(/workers = 3/);
      await value("Workers").focus();
      for (const key of ["ArrowUp", "ArrowUp", "ArrowDown", "Enter"]) await page.keyboard.press(key);
      await textIs(/workers = 4/);
      await close();
    });

    it("restores a value with Escape", async () => {
      const { page, close, text, textIs, value, setting } = await opened("#pool-square?workers=3");
      await textIs(/workers = 3/);
      await value("Workers").fill("8");
      await page.keyboard.press("Escape");
      assert.equal(await value("Workers").inputValue(), "3");
      await page.keyboard.press("Tab");
      assert.deepEqual(await setting(), { workers: 3 });
      assert.match((await text()) ?? "", /workers = 3\n/);
      await close();
    });

    it("takes a list as it is written in the program, and when the focus leaves it", async () => {
      const { page, close, textIs, value, setting } = await opened("#pool-square?workers=3");
      await textIs(/workers = 3/);
      await value("Inputs").fill("[4, 5]");
      await page.keyboard.press("Tab");
      await textIs(/inputs = \[4, 5\]/);
      assert.deepEqual(await setting(), { workers: 3, inputs: [4, 5] });
      await close();
    });

    it("says at the spot what is wrong, and sets nothing", async () => {
      const { page, errors, close, text, textIs, value, field, program, setting } =
        await opened("#pool-square?workers=3");
      await textIs(/workers = 3/);
      await value("Workers").fill("65");
      await page.keyboard.press("Enter");
      await program.getByRole("alert").filter({ hasText: "Workers must be a whole number from 1 to 64" }).waitFor();
      assert.equal(await attributeOf(value("Workers"), "aria-invalid"), "true");
      assert.match((await saidOf(value("Workers"), "message-workers")) ?? "", /from 1 to 64/);
      assert.deepEqual(await setting(), { workers: 3 });
      // What only the engine refuses it says itself, also of what is set in the form.
      await field("Workers").fill("13");
      await program.getByRole("alert").filter({ hasText: "13 is not allowed" }).waitFor();
      assert.match((await text()) ?? "", /workers = 3\n/);
      await value("Workers").fill("4");
      await page.keyboard.press("Enter");
      await textIs(/workers = 4/);
      assert.equal(await attributeOf(value("Workers"), "aria-invalid"), "false");
      assert.deepEqual(errors, []);
      await close();
    });

    it("offers the choice that chose its lines", async () => {
      const { close, textIs, value, setting } = await opened("#pool-square?workers=3");
      await textIs(/pool\.map\(/);
      await value("Method").selectOption({ label: "imap" });
      await textIs(/pool\.imap\(/);
      assert.deepEqual(await setting(), { workers: 3, method: "imap" });
      assert.equal(await chosenIn(value("Method")), "imap");
      await close();
    });
  });

  describe("beside the timeline", () => {
    /** A page in which a run goes. */
    async function running(/** @type {import('./site.mjs').PageOptions} */ options) {
      const here = await opened("#pool-square?workers=3", options);
      const { page, textIs } = here;
      await textIs(/far from it/);
      await buttonOf(page, "Run").click();
      const timeline = page.locator("mh-timeline");
      const canvas = timeline.locator("canvas");
      await canvas.waitFor();
      const frames = () =>
        page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
      const colourAt = async (/** @type {number} */ part, /** @type {number} */ y) => {
        await frames();
        return canvas.evaluate(
          (/** @type {HTMLCanvasElement} */ element, [part, y]) => {
            const at = [element.width * part, y * devicePixelRatio].map(Math.round);
            return element.getContext("2d")?.getImageData(at[0], at[1], 1, 1).data.join(" ");
          },
          [part, y],
        );
      };
      /** The colour in the middle of a lane.  @param {number} lane */
      const colourOf = (lane) => colourAt(0.5, lanesOf(2).middle(lane));
      // What the run has told by now is drawn.
      for (const lane of [1, 2]) while ((await colourOf(lane)) === (await colourAt(0, 0)));
      return {
        ...here,
        canvas,
        colourOf,
        /** What the timeline was told to light. */
        litThere: () => timeline.evaluate((element) => /** @type {any} */ (element).lit),
        /** The lines that are lit here. */
        litHere: () =>
          here.program.locator(".row.lit").evaluateAll((all) => all.map((row) => Number(row.dataset.line))),
        frames,
      };
    }

    it("lights what a line shows, when the mouse or the focus is on the line, during a run and after it", async () => {
      const { page, errors, close, row, pin, box, colourOf, litThere } = await running({});
      const square = [{ state: "run", what: "square" }];
      const plain = [await colourOf(1), await colourOf(2)];
      await row("return x * x").hover();
      assert.deepEqual(await litThere(), square);
      while ((await colourOf(2)) === plain[1]); // it is drawn in a task of its own
      // “squarely” is another word.
      assert.equal(await colourOf(1), plain[0]);
      await page.mouse.move(0, 0);
      assert.equal(await litThere(), null);
      while ((await colourOf(2)) !== plain[1]);

      await go(page);
      await done(page);
      await box.focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      // After the two values above it.
      assert.ok(await hasFocus(pin("return x * x")));
      assert.deepEqual(await litThere(), square);
      while ((await colourOf(2)) === plain[1]);
      await pin("return x * x").evaluate((/** @type {HTMLElement} */ element) => element.blur());
      assert.equal(await litThere(), null);
      assert.deepEqual(errors, []);
      await close();
    });

    it("keeps a line lit that was pressed, until Escape", async () => {
      const { page, close, pin, litThere } = await running({});
      await pin("values = pool").click();
      await page.mouse.move(0, 0);
      assert.deepEqual(await litThere(), [{ state: "wait", what: null }]);
      assert.equal(await attributeOf(pin("values = pool"), "aria-pressed"), "true");
      await page.keyboard.press("Escape");
      await pin("values = pool").evaluate((/** @type {HTMLElement} */ element) => element.blur());
      assert.equal(await litThere(), null);
      await close();
    });

    it("lights the lines of what the timeline is asked about, with the mouse and with the keys", async () => {
      const { page, errors, close, canvas, litHere, frames, box } = await running({});
      await go(page);
      await done(page);
      await canvas.scrollIntoViewIfNeeded();
      const { x, y, width } = await boxOf(canvas);
      const point = async (/** @type {number} */ row) => {
        await page.mouse.move(x + width / 2, y + lanesOf(2).middle(row));
        await frames();
        return litHere();
      };
      // Line 25 returns the square, line 27 waits for it; “squarely” stands nowhere.
      assert.deepEqual([await point(0), await point(1), await point(2)], [[27], [25], []]);
      await page.mouse.move(0, 0);
      await canvas.focus();
      await page.keyboard.press("ArrowRight");
      await frames();
      assert.deepEqual(await litHere(), [25]);
      await page.keyboard.press("ArrowUp");
      await frames();
      assert.deepEqual(await litHere(), [27]);
      await page.keyboard.press("Escape");
      await frames();
      assert.deepEqual(await litHere(), []);
      // Where the line is out of sight, it comes into it, within its box.
      await box.evaluate((element) => element.scrollTo(0, 0));
      const before = await page.evaluate(() => scrollY);
      await page.keyboard.press("ArrowRight");
      await frames();
      assert.ok((await box.evaluate((element) => element.scrollTop)) > 0);
      assert.equal(await page.evaluate(() => scrollY), before);
      assert.deepEqual(errors, []);
      await close();
    });
  });
});
