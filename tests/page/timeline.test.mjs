// The timeline: what it shows of given events, how one moves about in it, and the file that it gives.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { inOneBrowser } from "./browsers.mjs";
import { done } from "./lesson.mjs";
import { boxOf, textOf } from "./reading.mjs";
import { receive, send } from "./sequence-page.mjs";
import { closeSites, hold, lanesOf, run, sleep, timelineOf, wait } from "./timeline-page.mjs";

const once = inOneBrowser("what it says follows from the events, by the page's own code");

const LOCK = "the interpreter lock";
/** Two threads and a lock, 9 ms. */
const GIL = [
  run(0, 0, "the comparison"),
  hold(0, 1, LOCK, 0),
  wait(0, 2, LOCK),
  wait(10, 0, "the threads"),
  wait(3000, 1, LOCK),
  hold(3010, 2, LOCK, 1),
  hold(4000, 2, LOCK, 2),
  sleep(6000, 2, 3),
  hold(6050, 1, LOCK, 3),
];

const LANES = 64;
/** 100,000 states of 64 workers, 156 ms, as source. */
const MANY = `[Array.from({ length: ${LANES} }, (_, worker) => Array.from({ length: 1563 }, (_, i) => ({ t_us: 100 * i + worker, worker,
  ...[{ kind: "run", what: "task", item: i }, { kind: "wait", on: "a task" }, { kind: "run", what: "step", holding: "a lock" },
    { kind: "sleep", ms: 1 }][i % 4] }))).flat().sort((a, b) => a.t_us - b.t_us)]`;

const fixture = async (/** @type {string} */ name) =>
  JSON.parse(await readFile(new URL(`../trace/${name}`, import.meta.url), "utf8"));

after(closeSites);

/** Holds each time to where it should be, to a hundredth of what is shown.  @param {number[]} times @param {number[]} wanted */
function near(times, wanted, shown = 9) {
  for (const [index, time] of times.entries()) {
    assert.ok(Math.abs(time - wanted[index]) <= shown / 100, `shown is ${times}, should be ${wanted}`);
  }
}

describe("what the timeline shows", () => {
  once.it("tells in its table what each worker did, waited for, held and was handed", async () => {
    const { table, errors } = await timelineOf([GIL]);
    assert.deepEqual(await table("What each worker did, in all"), [
      ["Worker", "Running", "Holding a lock", "Waiting", "Sleeping", "Chunks run", "Locks handed to it"],
      ["main", "10 µs", "0 ms", "8.99 ms", "0 ms", "1", "0"],
      ["1", "0 ms", "5.95 ms", "3.05 ms", "0 ms", "2", "1"],
      ["2", "0 ms", "2.99 ms", "3.01 ms", "3 ms", "2", "1"],
    ]);
    assert.deepEqual(await table("What each worker waited for and held"), [
      ["Worker", "What", "How long", "How often"],
      ["main", "waits for the threads", "8.99 ms", "1"],
      ["1", `waits for ${LOCK}`, "3.05 ms", "1"],
      ["1", `holds ${LOCK}`, "5.95 ms", "2"],
      ["2", `waits for ${LOCK}`, "3.01 ms", "1"],
      ["2", `holds ${LOCK}`, "2.99 ms", "2"],
    ]);
    assert.deepEqual(errors, []);
  });

  once.it("folds long tables", async () => {
    const events = Array.from({ length: 40 }, (_, worker) => [wait(10, worker, "a task"), run(500, worker, "task")]);
    const { table, button } = await timelineOf([events.flat()]);
    assert.equal((await table("What each worker did, in all")).length, 17);
    await button("Show all 40 workers").click();
    assert.equal((await table("What each worker did, in all")).length, 41);
  });

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    it(`paints run and hold in colours of their own, hold with a slit, ${colorScheme}`, async () => {
      const { legend, canvas } = await timelineOf([GIL], { options: { colorScheme } });
      const fill = (/** @type {string} */ part) =>
        legend.locator(`svg ${part}`).evaluate((swatch) => getComputedStyle(swatch).fill);
      const [runs, holds, paper] = await Promise.all([fill(".run"), fill(".hold"), fill(".slit")]);
      assert.equal(new Set([runs, holds, paper]).size, 3);
      const column = await canvas.evaluate((/** @type {HTMLCanvasElement} */ element) => {
        const scale = element.width / element.clientWidth;
        // Through the lane of worker 1, a little after its beginning and beside its text, where it holds the lock.
        const [x, y, height] = [44 + 2, 16, 40].map((n) => Math.round(n * scale));
        const { data } = /** @type {CanvasRenderingContext2D} */ (element.getContext("2d")).getImageData(
          x,
          y,
          1,
          height,
        );
        const rows = Array.from({ length: data.length / 4 }, (_, row) => [...data.slice(4 * row, 4 * row + 4)]);
        return rows.filter(([, , , alpha]) => alpha === 255).map(([r, g, b]) => `rgb(${r}, ${g}, ${b})`);
      });
      const [above, below] = [column.indexOf(paper), column.lastIndexOf(paper) + 1];
      assert.ok(above > 0 && below < column.length / 2, column.join(" "));
      assert.ok(
        [...column.slice(0, above), ...column.slice(below)].every((one) => one === holds),
        column.join(" "),
      );
    });
  }

  once.it("explains only what there is", async () => {
    const { legend } = await timelineOf([[run(10, 1, "task"), wait(90, 1, "a task")]]);
    assert.deepEqual(
      (await legend.locator(":scope > span").allTextContents()).map((text) => text.trim()),
      ["runs", "waits"],
    );
    const all = await timelineOf([[...GIL, send(7000, 1, 1, 2, 0), receive(7100, 2, 1, 2, 0)]]);
    const words = (await all.legend.locator(":scope > span").allTextContents()).map((text) =>
      text.replace(/\s+/g, " ").trim(),
    );
    assert.deepEqual(words, [
      "runs",
      "holds a lock",
      "waits",
      "sleeps",
      "hands a lock over",
      "message",
      "╷ sends · ▪ receives",
    ]);
  });

  /** How many pixels between the bars of workers 1 and 2 are as dark as ink. */
  const between = (/** @type {Awaited<ReturnType<typeof timelineOf>>} */ { canvas }) =>
    canvas.evaluate((/** @type {HTMLCanvasElement} */ element) => {
      const scale = element.width / element.clientWidth;
      const [x, y, width, height] = [46, 16 + 40 - 2, element.clientWidth - 60, 4].map((n) => Math.round(n * scale));
      const context = /** @type {CanvasRenderingContext2D} */ (element.getContext("2d"));
      const { data } = context.getImageData(x, y, width, height);
      let dark = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 60 && data[i] + data[i + 1] + data[i + 2] < 240) dark += 1;
      return dark;
    });

  it("draws an arrow where a lock goes to another worker, and none where the same one takes it again", async () => {
    const other = await timelineOf([GIL]);
    assert.ok((await between(other)) > 0);
    const same = await timelineOf([
      [run(0, 0, "x"), hold(0, 1, LOCK, 0), wait(0, 2, "a task"), run(3000, 1, "x"), hold(4000, 1, LOCK, 1)],
    ]);
    assert.equal(await between(same), 0);
    // So many that they would be a carpet.
    const turns = Array.from({ length: 200 }, (_, i) => [
      hold(40 * i, 1 + (i % 2), LOCK, i),
      wait(40 * i + 39, 1 + (i % 2), LOCK),
    ]);
    const many = await timelineOf([[run(0, 0, "x"), ...turns.flat()]]);
    assert.equal(await between(many), 0);
    const [, , one, two] = await many.table("What each worker did, in all");
    assert.deepEqual([one.at(-1), two.at(-1)], ["99", "100"]);
    for (let i = 0; i < 5; i++) await many.press("+");
    assert.ok((await between(many)) > 0, "a part of them has room");
  });

  once.it(
    "draws a message's arrow whichever of its ends is told of first, and none while one end is unknown",
    async () => {
      const lanes = [run(0, 0, "x"), run(0, 1, "task"), run(0, 2, "task"), wait(1000, 1, "x"), wait(1000, 2, "x")];
      const [sent, taken] = [send(4000, 1, 1, 2, 0), receive(6000, 2, 1, 2, 0)];
      for (const ends of [
        [sent, taken],
        [taken, sent],
      ]) {
        assert.ok((await between(await timelineOf([[...lanes, ...ends]]))) > 0, ends[0]?.kind);
      }
      for (const end of [sent, taken]) assert.equal(await between(await timelineOf([[...lanes, end]])), 0, end.kind);
    },
  );

  once.it("calls a permit of a semaphore a permit, and not a lock", async () => {
    const { legend, table } = await timelineOf([
      [
        run(0, 0, "x"),
        run(0, 1, "step", { holding: "a permit" }),
        wait(10, 2, "the semaphore"),
        wait(3000, 1, "x"),
        run(3010, 2, "step", { holding: "a permit" }),
      ],
    ]);
    const said = await textOf(legend);
    assert.match(said, /holds a permit/);
    assert.match(said, /hands a permit over/);
    assert.doesNotMatch(said, /lock/);
    const [heads] = await table("What each worker did, in all");
    assert.ok(heads.includes("Holding a permit") && heads.includes("Permits handed to it"), heads.join());
    assert.doesNotMatch(heads.join(), /lock/i);
  });

  once.it("leaves out the time until its workers began, says so, and shows it when asked", async () => {
    const { button, press, shown, timeline } = await timelineOf([
      [run(0, 0, "the pool"), wait(10, 1, "a task"), wait(10, 2, "a task"), run(6000, 1, "task", { item: 0 })],
    ]);
    near(await shown(), [5.94, 9]);
    await timeline.getByText("The 5.9 ms until they began are left out.").waitFor();
    await button("Whole run").click();
    near(await shown(), [0, 9]);
    assert.equal(await timeline.getByText("until they began").count(), 0);
    for (const _ of [1, 2]) await press("+");
    await press("-", "-", "-");
    near(await shown(), [0, 9]);
  });

  once.it("has the names of a run’s phases above its lanes", async () => {
    const { canvas, timeline, nextFrame } = await timelineOf([GIL]);
    const before = (await boxOf(canvas)).height;
    const texts = await timeline.evaluate(async (/** @type {any} */ element) => {
      /** @type {string[]} */
      const texts = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
        texts.push(text);
        return fillText.call(this, text, ...at);
      };
      const phase = (/** @type {string} */ name, /** @type {number} */ from, /** @type {number} */ to) => ({
        name,
        from_ms: from,
        to_ms: to,
      });
      element.phases = [
        phase("one worker", 0, 4),
        phase("the pool", 4, 6),
        phase("the pool", 6, 8.95),
        phase("no room for so long a name", 8.95, 9),
      ];
      await element.updateComplete;
      await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
      return [...new Set(texts)];
    });
    assert.ok(texts.includes("one worker") && texts.includes("the pool"), texts.join());
    assert.ok(!texts.join().includes("no room"), texts.join());
    await nextFrame();
    assert.equal((await boxOf(canvas)).height, before + 18);
  });

  it("lets stand out what its legend is pointed at", async () => {
    const { canvas, legend, nextFrame } = await timelineOf([GIL]);
    const image = () => canvas.evaluate((/** @type {HTMLCanvasElement} */ element) => element.toDataURL());
    const plain = await image();
    const waits = legend.getByRole("button", { name: "waits" });
    await waits.focus();
    await nextFrame();
    const pointed = await image();
    assert.ok(pointed !== plain);
    await waits.blur();
    await nextFrame();
    assert.ok((await image()) === plain);
    await waits.hover();
    await nextFrame();
    assert.ok((await image()) === pointed);
  });

  it("draws no more than there are pixels, however many events there are", async () => {
    const { page, press, plot } = await timelineOf(MANY, { metrics: { wall_ms: 156.3 } });
    const { width } = await plot();
    const counted = await page.evaluateHandle(() => {
      const counted = { calls: 0 };
      const context = /** @type {Record<string, any>} */ (CanvasRenderingContext2D.prototype);
      for (const name of ["fillRect", "fill", "stroke", "fillText", "lineTo", "drawImage", "putImageData"]) {
        const draw = context[name];
        context[name] = function (/** @type {unknown[]} */ ...given) {
          counted.calls += 1;
          return draw.apply(this, given);
        };
      }
      return counted;
    });
    // From all that happened to a view in which the states are told apart.
    for (let zoom = 0; zoom < 9; zoom++) {
      const before = await counted.evaluate(({ calls }) => calls);
      await press("+");
      const drawn = (await counted.evaluate(({ calls }) => calls)) - before;
      // Two frames at most. A bar drawn by itself takes eight pixels on the average; it may have a slit and a text.
      assert.ok(drawn > 0 && drawn <= 2 * ((3 * LANES * width) / 8 + 400), `${drawn} calls on ${width} pixels`);
    }
  });

  it("shows after moving away and back what it showed before, to the pixel", async () => {
    const { canvas, press } = await timelineOf(MANY, { metrics: { wall_ms: 156.3 } });
    const image = () => canvas.evaluate((/** @type {HTMLCanvasElement} */ element) => element.toDataURL());
    await press("+", "+", "Shift+ArrowRight", "Shift+ArrowRight");
    const [there, back] = [Array(4).fill("Shift+ArrowRight"), Array(4).fill("Shift+ArrowLeft")];
    const before = await image();
    for (const steps of [there, back]) {
      for (const key of steps) await press(key);
      if (steps === there) assert.notEqual(await image(), before);
    }
    assert.ok((await image()) === before);
    for (const steps of [back.slice(2), there.slice(2)]) for (const key of steps) await press(key);
    assert.ok((await image()) === before);
  });
});

describe("the timeline's cursor", () => {
  it("goes by keyboard from lane to lane and from state to state, and is read out", async () => {
    const { canvas, press, pointed, said, line } = await timelineOf([GIL]);
    assert.ok(await line.isHidden());
    await press("ArrowRight");
    assert.equal(await textOf(pointed), `at 0 ms, worker 1: holds ${LOCK}, part 0, 3 ms from 0 ms`);
    assert.equal(await textOf(line), "0.00 ms");
    await press("n");
    assert.equal(await textOf(pointed), `at 3 ms, worker 1: waits for ${LOCK}, 3.05 ms from 3 ms`);
    await press("ArrowDown");
    assert.equal(await textOf(pointed), `at 3 ms, worker 2: waits for ${LOCK}, 3.01 ms from 0 ms`);
    await press("n", "n", "n");
    assert.equal(await textOf(pointed), "at 6 ms, worker 2: sleeps 3 ms, 3 ms from 6 ms");
    await press("p", "p");
    assert.equal(await textOf(pointed), `at 3.01 ms, worker 2: holds ${LOCK}, part 1, 0.99 ms from 3.01 ms`);
    await press("ArrowUp", "ArrowUp", "ArrowUp", "End");
    assert.match(await textOf(pointed), /^at 9 ms, main: /);
    await press("Home");
    assert.equal(await textOf(pointed), "at 0 ms, main: runs the comparison, 10 µs from 0 ms");
    // Politely, and not at each step of the way.
    await said.filter({ hasText: "main: runs the comparison" }).waitFor({ state: "attached" });
    assert.equal(await said.getAttribute("role"), "status");
    await press("ArrowRight", "ArrowRight");
    assert.ok(Number.parseFloat(await textOf(line)) > 0);
    await press("Escape");
    assert.ok(await line.isHidden());
    assert.equal(await textOf(pointed), "");
    assert.equal(await canvas.getAttribute("aria-roledescription"), "timeline");
  });

  it("follows the mouse, and stays where it was clicked", async () => {
    const { page, plot, pointed, line, nextFrame } = await timelineOf([GIL]);
    const { left, right, y } = await plot();
    const x = (/** @type {number} */ time) => left + ((right - left) * time) / 9;
    await page.mouse.move(x(7.5), y + lanesOf(2).middle(2));
    await nextFrame();
    assert.match(await textOf(pointed), /^at 7\.\d+ ms, worker 2: sleeps 3 ms, 3 ms from 6 ms$/);
    await page.mouse.move(x(7.5), y - 5);
    await nextFrame();
    assert.ok(await line.isHidden());
    await page.mouse.click(x(1), y + lanesOf(2).middle(1));
    await page.mouse.move(0, 0);
    await nextFrame();
    assert.match(await textOf(pointed), new RegExp(`worker 1: holds ${LOCK}, part 0, 3 ms from 0 ms$`));
    assert.ok(await line.isVisible());
  });

  it("takes the view along when it leaves it", async () => {
    const { press, shown, line } = await timelineOf([GIL]);
    await press("ArrowRight", "+", "+", "End");
    near(await shown(), [6.75, 9]);
    assert.ok(await line.isVisible());
    await press("Home");
    near(await shown(), [0, 2.25]);
  });
});

describe("moving about in the timeline", () => {
  it("zooms and pans by keyboard, within the run", async () => {
    const { press, shown, button } = await timelineOf([GIL]);
    near(await shown(), [0, 9]);
    await press("+");
    near(await shown(), [2.25, 6.75]);
    await press("Shift+ArrowRight");
    near(await shown(), [2.7, 7.2]);
    await press(...Array(9).fill("Shift+ArrowRight"));
    near(await shown(), [4.5, 9]);
    await press(...Array(15).fill("Shift+ArrowLeft"));
    near(await shown(), [0, 4.5]);
    await press("-");
    near(await shown(), [0, 9]);
    assert.ok(await button("Whole run").isDisabled());
    await press(...Array(40).fill("+"));
    const [from, to] = await shown();
    assert.ok(from >= 0 && to - from >= 0.0009, "a thousandth of a millisecond is enough");
    await press("0");
    near(await shown(), [0, 9]);
  });

  it("zooms with the wheel around the mouse and with a double click, and drags", async () => {
    const { page, plot, shown, nextFrame, canvas } = await timelineOf([GIL]);
    // The mouse reaches only what is in the window.
    await canvas.scrollIntoViewIfNeeded();
    const { left, right, middle, y } = await plot();
    const quarter = left + (right - left) / 4;
    // Not two clicks: on a busy machine they may come too far apart to be one.
    await canvas.evaluate((element, clientX) => {
      const clientY = element.getBoundingClientRect().top + 20;
      element.dispatchEvent(new MouseEvent("dblclick", { clientX, clientY, bubbles: true }));
    }, quarter);
    await nextFrame();
    near(await shown(), [2.25 * 0.75, 2.25 * 0.75 + 2.25]);
    await page.mouse.move(middle, y + 20);
    await page.mouse.down();
    await page.mouse.move(middle + (right - left) / 4, y + 22, { steps: 3 });
    await page.mouse.move(middle + (right - left) / 2, y + 24, { steps: 3 });
    await page.mouse.up();
    await nextFrame();
    near(await shown(), [0.5625, 0.5625 + 2.25]);
    const wheel = (/** @type {{deltaY: number, shiftKey?: boolean, ctrlKey?: boolean}} */ more) =>
      canvas.evaluate(
        (element, { x, more }) => {
          const { left, top } = element.getBoundingClientRect();
          const event = { clientX: x, clientY: top + 20, bubbles: true, cancelable: true, ...more };
          return { left, taken: !element.dispatchEvent(new WheelEvent("wheel", event)) };
        },
        { x: left, more },
      );
    assert.ok(!(await wheel({ deltaY: 100 })).taken, "the plain wheel scrolls the page");
    assert.ok((await wheel({ deltaY: 120, shiftKey: true })).taken);
    await nextFrame();
    assert.ok((await shown())[0] > 0.6);
    assert.ok((await wheel({ deltaY: -400, ctrlKey: true })).taken);
    await nextFrame();
    const [from, to] = await shown();
    assert.ok(to - from < 1.4, `${from} to ${to}`);
  });

  it("zooms with two fingers and pans with one, and forgets a finger that was taken away", async () => {
    const { pointer, shown, plot, pointed, canvas, line, press } = await timelineOf([GIL]);
    const { width } = await plot();
    const [left, right] = [44, width - 10];
    const x = (/** @type {number} */ part) => left + (right - left) * part;
    assert.equal(await canvas.evaluate((element) => getComputedStyle(element).touchAction), "pan-y");
    await pointer("touch", [
      ["down", 1, x(0.4), 20],
      ["down", 2, x(0.6), 20],
      ["move", 1, x(0.3), 20],
      ["move", 2, x(0.7), 20],
      ["move", 1, x(0.3), 20],
      ["up", 1, x(0.3), 20],
      ["up", 2, x(0.7), 20],
    ]);
    near(await shown(), [2.25, 6.75]);
    assert.ok(await line.isHidden(), "two fingers set no cursor");
    await pointer("touch", [
      ["down", 3, x(0.5), 20],
      ["move", 3, x(0.6), 24],
      ["move", 3, x(0.75), 24],
      ["up", 3, x(0.75), 24],
    ]);
    near(await shown(), [1.125, 5.625]);
    // The page scrolls: the browser keeps the finger, and the picture stays.
    await pointer("touch", [
      ["down", 4, x(0.5), 20],
      ["cancel", 4, x(0.5), 20],
      ["move", 4, x(0.9), 20],
    ]);
    near(await shown(), [1.125, 5.625]);
    await press("0");
    await pointer("touch", [
      ["down", 5, x(0.2), lanesOf(2).middle(1)],
      ["up", 5, x(0.2), lanesOf(2).middle(1)],
    ]);
    assert.match(await textOf(pointed), new RegExp(`^at 1\\.(79|8)\\d* ms, worker 1: holds ${LOCK}, part 0`));
  });

  once.it("says what keys and gestures there are", async () => {
    const { page, timeline } = await timelineOf([GIL]);
    await page.getByText("Keys and gestures").click();
    await timeline.getByText("zoom around the cursor").waitFor();
  });

  it("leaves the keys alone once they are switched off, which the device remembers", async () => {
    const { page, press, shown, button, canvas } = await timelineOf([GIL]);
    const keys = page.getByText("Keys and gestures");
    const takesKeys = page.getByLabel("Pictures take these keys");
    await keys.click();
    await takesKeys.uncheck();
    await press("+", "End", "n");
    near(await shown(), [0, 9]);
    await button("Zoom in").click();
    near(await shown(), [2.25, 6.75]);

    await page.reload();
    await button("Run").click();
    await done(page);
    await canvas.waitFor();
    await press("+");
    near(await shown(), [0, 9]);
    await keys.click();
    assert.equal(await takesKeys.isChecked(), false);
    await takesKeys.check();
    await press("+");
    near(await shown(), [2.25, 6.75]);
  });
});

describe("the trace that the timeline gives", () => {
  once.it("is the one that the command line writes for the same events", async () => {
    const batches = [await fixture("events.json")];
    const { trace } = await timelineOf(batches, { metrics: { wall_ms: 0.15, events_left_out: 3 } });
    const given = await trace();
    assert.equal(given.name, "gil-trace.json");
    assert.deepEqual(given.trace, await fixture("trace.json"));
  });

  once.it("is in the order of its times, and says how much is missing", { timeout: 120_000 }, async () => {
    const { trace } = await timelineOf(
      `[Array.from({ length: 402000 }, (_, i) => (
        { t_us: i, worker: i % 4, ...(i % 8 < 4 ? { kind: "run", what: "task", item: i } : { kind: "wait", on: "a task" }) }))]`,
      { metrics: { wall_ms: 402, events_left_out: 5 } },
    );
    const { traceEvents, otherData } = (await trace()).trace;
    assert.deepEqual(otherData, { lesson: "gil", events_left_out: 2005 });
    /** @type {Map<number, number>} */
    const last = new Map();
    for (const { ph, pid, tid, ts, dur, name, args } of traceEvents) {
      assert.ok(["M", "X"].includes(ph) && pid === 1, ph);
      if (ph === "M") {
        assert.ok(["process_name", "thread_name"].includes(name) && args.name !== "");
        continue;
      }
      assert.ok(ts >= (last.get(tid) ?? 0) && dur >= 0, `${ts} + ${dur} on ${tid}`);
      last.set(tid, ts);
    }
    assert.deepEqual([...last.keys()].sort(), [0, 1, 2, 3]);
  });

  once.it("can be had once the run is over", async () => {
    const { button, next, page } = await timelineOf([GIL.slice(0, 4), GIL.slice(4)], { waits: false });
    assert.ok(await button("Download trace").isDisabled());
    await next();
    await done(page);
    assert.ok(await button("Download trace").isEnabled());
  });
});
