// The walk through the schedule that a search has found, in the page, with the engine that runs Python.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { violationsOn } from "./axe.mjs";
import { buttonOf, ended, openLesson } from "./lesson.mjs";
import { textOf } from "./reading.mjs";
import { allowClipboard, saved, siteForTests, whyNoPython } from "./site.mjs";

/** The first search loads the interpreter, on a machine that may have two busy cores. */
const PATIENCE_MS = 120_000;

describe("The walk through a schedule", { skip: whyNoPython, timeout: 20 * 60_000 }, () => {
  const site = siteForTests({ python: true, whole: true });

  /** @param {string} path @param {Parameters<typeof openLesson>[2]} [options] */
  async function opened(path, options) {
    const lesson = await openLesson(site, path, options);
    const { page } = lesson;
    const button = (/** @type {string} */ name) => buttonOf(page, name);
    return {
      ...lesson,
      button,
      walk: page.locator("mh-walk"),
      says: page.locator("mh-walk .says"),
      finding: page.locator("mh-finding .sentence"),
      async search(name = "Search") {
        await button(name).click();
        await ended(page, PATIENCE_MS);
      },
    };
  }

  it("leads step by step into a deadlock, forwards and backwards, by buttons and by keys", async () => {
    const { page, button, walk, says, finding, search, errors, close } = await opened("#deadlock");
    assert.equal(await walk.locator(".walk").count(), 0, "nothing is searched before it is pressed");
    await search();
    assert.match(await textOf(finding), /^3 of 150 schedules break the program\. It takes 1 preemption: deadlock\.$/);
    assert.equal(await walk.locator(".place").textContent(), "step 0 of 3");
    // Bob has not been started yet.
    assert.deepEqual(await walk.locator(".code .tag").allTextContents(), ["1", "M"]);

    await button("One step on").click();
    assert.equal((await textOf(says)).trim(), "main starts Bob.");
    await walk.locator(".table").focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await textOf(says), /main has to wait\.\s+\w+ acquires lock_[ab]\./);
    await page.keyboard.press("End");
    assert.match(await textOf(says), /Preemption: \w+ could have gone on.*acquires lock_[ab]\..*deadlock.*A circle:/s);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await walk.locator(".place").textContent(), "step 2 of 3");

    await button("To the end").click();
    const waits = walk.locator("figure tbody tr");
    assert.deepEqual(await waits.allTextContents(), ["mainAnn to endAnn", "Annlock_bBob", "Boblock_aAnn"]);
    assert.equal(await walk.locator("figure svg path.arrow").count(), 2, "the circle is drawn");
    assert.deepEqual(await walk.locator(".state dd").allTextContents(), [
      "waits for Ann to end",
      "holds lock_a, waits for lock_b",
      "holds lock_b, waits for lock_a",
    ]);
    // Where each of them waits: in the line of the lock that it wants.
    const lines = walk.locator(".code li");
    assert.equal(
      await lines
        .filter({ has: page.getByTitle("Ann") })
        .locator(".number")
        .textContent(),
      "11",
    );
    assert.equal(
      await lines
        .filter({ has: page.getByTitle("Bob") })
        .locator(".number")
        .textContent(),
      "19",
    );
    assert.deepEqual(errors, []);
    await close();
  });

  it("lets another thread take the next step, and goes back to what was found", async () => {
    const { button, walk, says, search, errors, close } = await opened("#check-then-act");
    await search();
    assert.deepEqual(await walk.locator(".endings button b").allTextContents(), [
      "no error",
      "AssertionError: balance is -60",
    ]);
    await button("One step on").click();
    await button("One step on").click();
    assert.match(await textOf(says), /(Ann|Bob) reads balance: 100\./);
    const [, first = ""] = /(Ann|Bob) reads/.exec(await textOf(says)) ?? [];
    // The one that has checked goes on in place of the other.
    await walk.locator(".by-hand button", { hasText: first }).click();
    await walk.getByText("With this schedule: no error.").waitFor();
    assert.equal(
      await walk
        .locator(".place")
        .textContent()
        .then((text) => text?.startsWith("step 3 of")),
      true,
    );
    await button("Back to the schedule that was found").click();
    await button("To the end").click();
    assert.match(
      await textOf(says),
      /So it ends: AssertionError: balance is -60\..*Check-then-act: what line 8 has found/s,
    );
    // The other ending, by its button.
    await walk.locator(".endings button", { hasText: "no error" }).click();
    await walk.getByText("With this schedule: no error.").waitFor();
    assert.deepEqual(errors, []);
    await close();
  });

  it("is in a link: program, schedule and step, and nothing runs before it is pressed", async () => {
    const { page, button, walk, search, close } = await opened("#deadlock");
    await search();
    await button("One step on").click();
    await button("One step on").click();
    await button("Link to this step").click();
    await walk.getByText("Copied.").waitFor();
    await allowClipboard(page);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await close();
    assert.match(link, /#deadlock\?.*step=2/);

    const path = link.slice(link.indexOf("#"));
    const frame = `embed.html?lesson=deadlock&${path.slice(path.indexOf("?") + 1)}`;
    for (const address of [path, frame]) {
      const again = await opened(address);
      assert.equal(await again.walk.locator(".walk").count(), 0, address);
      await again.search("Show the schedule");
      assert.equal(await again.walk.locator(".place").textContent(), "step 2 of 3");
      assert.match(await textOf(again.finding), /^This schedule breaks the program: deadlock\.$/);
      await again.search("Search all schedules");
      assert.match(await textOf(again.finding), /^3 of 150 schedules/);
      assert.deepEqual(again.errors, []);
      await again.close();
    }
  });

  it("is mended in place, and the search says how far it has looked", async () => {
    const { page, finding, search, errors, close } = await opened("#check-then-act");
    await search();
    const text = page.locator("mh-own-program .cm-content");
    const program = readFileSync(
      new URL("../../src/lessons/explore/programs/check-then-act-with-a-lock.py", import.meta.url),
      "utf8",
    );
    await text.fill(program);
    await page.getByText("Changed since that search: search again.").first().waitFor();
    await search();
    assert.match(
      await textOf(finding),
      /^It holds: all \d+ schedules end the same, with no error, and with any number of preemptions no other ending/,
    );
    assert.deepEqual(errors, []);
    await close();
  });

  it("names what is wrong with a schedule", async () => {
    const { page, button, close } = await opened("#deadlock?schedule=x1-aaaaaaaa-0.1");
    await button("Show the schedule").click();
    await page
      .getByText(/it is of another program/)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    // It is left by searching.
    await button("Search all schedules").click();
    await page.getByText("3 of 150 schedules break the program.").first().waitFor({ timeout: PATIENCE_MS });
    await close();
  });

  it("keeps threads of one name apart", async () => {
    const program = readFileSync(
      new URL("../../src/lessons/explore/programs/two-locks.py", import.meta.url),
      "utf8",
    ).replace('name="Bob"', 'name="Ann"');
    const { page, button, walk, search, close } = await opened(`#explore?${new URLSearchParams({ program })}`);
    await search();
    await button("To the end").click();
    const lines = walk.locator(".code li").filter({ has: page.getByTitle("Ann") });
    assert.deepEqual(await lines.locator(".number").allTextContents(), ["11", "19"]);
    await close();
  });

  it("shows where threads stand that go round for ever", async () => {
    const program = [
      "import threading",
      "ready = False",
      "def work():",
      "    global ready",
      "    while not ready:",
      "        pass",
      "    ready = False",
      "one = threading.Thread(target=work)",
      "one.start()",
      "one.join()",
    ].join("\n");
    const { button, walk, says, finding, search, close } = await opened(`#explore?${new URLSearchParams({ program })}`);
    await search();
    assert.match(await textOf(finding), /livelock: it goes on for ever/);
    await button("To the end").click();
    assert.match(await textOf(says), /livelock/);
    assert.ok((await walk.locator(".code .tag").count()) > 0, "a mark is there");
    await close();
  });

  it("links what was run, though the program was changed since", async () => {
    const { page, button, walk, search, close } = await opened("#deadlock");
    await search();
    await page.locator("mh-own-program .cm-content").fill("print(1)\n");
    await page.getByText("Changed since that search: search again.").first().waitFor();
    await button("Link to this step").click();
    await walk.getByText("Copied.").waitFor();
    await allowClipboard(page);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.doesNotMatch(link, /program=|print/);
    assert.match(link, /schedule=x1-/);
    await close();
  });

  it("is a picture for a slide", async () => {
    const { page, button, search, close } = await opened("#deadlock");
    await search();
    await button("To the end").click();
    const drawn = await saved(page, () => button("Slide as SVG").click());
    const text = drawn.bytes.toString("utf8");
    assert.match(text, /^<svg xmlns/);
    assert.equal(text.match(/acquire lock_/g)?.length, 2);
    assert.doesNotMatch(text, /NaN|undefined|var\(/);
    const pixels = await saved(page, () => button("Slide as PNG").click());
    assert.deepEqual(
      [...pixels.bytes.subarray(1, 4)],
      [..."PNG"].map((letter) => letter.charCodeAt(0)),
    );
    await close();
  });

  it("is one press away from a program of Python's, and from lessons whose danger it shows", async () => {
    for (const id of ["race", "threads", "semaphore", "queue"]) {
      const { page, walk, close } = await opened(`#${id}`);
      await page.getByRole("link", { name: "Find the schedule that breaks it" }).click();
      await page.getByRole("heading", { level: 1, name: /^Schedules:/ }).waitFor();
      assert.match(page.url(), new RegExp(`#explore\\?preset=${id}$`));
      assert.equal(await walk.locator(".walk").count(), 0, "nothing is searched");
      await close();
    }
    const program = "import threading\nn = 0\n";
    const { page, close } = await opened(`#python?${new URLSearchParams({ program })}`);
    await page.getByRole("link", { name: "Find the schedule that breaks it" }).click();
    await page.getByRole("heading", { level: 1, name: /^Schedules:/ }).waitFor();
    assert.equal(new URLSearchParams(page.url().split("?")[1]).get("program"), program);
    await close();
  });

  it("counts real runs, as many as there were", async () => {
    const { button, walk, search, close } = await opened("#check-then-act");
    await search();
    await button("Race it").click();
    const runs = walk.locator("mh-race tbody tr").first().locator("td").first();
    await runs.filter({ hasText: /^([3-9]|\d\d+)$/ }).waitFor({ timeout: PATIENCE_MS });
    await walk.locator("mh-race").getByRole("button", { name: "Stop" }).click();
    await walk
      .locator("mh-race")
      .getByText(/It (did not break once|broke in)/)
      .waitFor();
    const many = Number(await runs.textContent());
    assert.ok(many >= 3 && many < 1000, String(many));
    assert.match(await textOf(walk.locator("mh-race [role=status]")), new RegExp(`in ${many} runs|of ${many} runs`));
    await close();
  });

  it("counts a run that takes long as stopped, and not as broken", async () => {
    const program = [
      "import threading, time",
      "one = threading.Thread(target=time.sleep, args=(60,))",
      "other = threading.Thread(target=time.sleep, args=(60,))",
      "one.start()",
      "other.start()",
      "one.join()",
      "other.join()",
    ].join("\n");
    const { button, walk, search, close } = await opened(`#explore?${new URLSearchParams({ program })}`);
    await search();
    await button("Race it").click();
    const row = walk.locator("mh-race tbody tr").first();
    await row.getByText(/not over after 3 s, and stopped \([1-9]/).waitFor({ timeout: PATIENCE_MS });
    assert.equal(await row.locator("td").nth(1).textContent(), "0", "none is called broken");
    await walk.locator("mh-race").getByRole("button", { name: "Stop" }).click();
    await close();
  });

  it("has nothing that axe-core finds, at the end of a deadlock, light and dark", async () => {
    const { page, button, search, close } = await opened("#deadlock");
    await search();
    await button("To the end").click();
    assert.deepEqual(await violationsOn(page), []);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await violationsOn(page, { runOnly: ["color-contrast"] }), []);
    await button("To the beginning").click();
    assert.deepEqual(await violationsOn(page, { runOnly: ["color-contrast"] }), []);
    await close();
  });

  it("fits a phone: its columns become one list", async () => {
    const { page, button, search, walk, close } = await opened("#deadlock", { viewport: { width: 360, height: 740 } });
    await search();
    await button("To the end").click();
    const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok((await tooWide()) <= 0);
    assert.equal(await walk.locator(".table thead").isVisible(), false);
    assert.equal(await walk.locator(".table tbody td .tag").first().isVisible(), true);
    await close();
  });
});
